#include "src/strategy/pos.h"

namespace selvage::strategy {
namespace {

constexpr unsigned patience = 64;

bool same(const engine::pending_op& a, const engine::pending_op& b) noexcept {
  return a.kind == b.kind && a.object == b.object;
}

}  // namespace

bool pos::begin(std::uint64_t index) {
  random_ = random(seed_, index);
  for (slot& s : slots_) s.drawn = false;
  last_ = engine::no_thread;
  in_a_row_ = 0;
  return true;
}

void pos::redraw(engine::thread_id t, const engine::pending_op& op) {
  slots_[t] = {op, static_cast<std::uint32_t>(random_.next() >> 32), true};
}

engine::thread_id pos::pick(const engine::decision& d) {
  if (slots_.size() < d.pending.size()) slots_.resize(d.pending.size());
  const bool stuck = in_a_row_ >= patience;
  if (stuck) in_a_row_ = 0;
  engine::thread_id best = d.enabled.front();
  for (const engine::thread_id t : d.enabled) {
    const slot& s = slots_[t];
    const bool raced = last_ != engine::no_thread && conflict(last_op_, d.pending[t]);
    if (!s.drawn || t == last_ || raced || stuck || !same(s.op, d.pending[t])) redraw(t, d.pending[t]);
    if (slots_[t].priority > slots_[best].priority) best = t;
  }
  in_a_row_ = best == last_ ? in_a_row_ + 1 : 0;
  last_ = best;
  last_op_ = d.pending[best];
  return best;
}

}  // namespace selvage::strategy

#include "src/check/fuzz/reads_from.h"

#include <algorithm>

#include "src/engine/engine.h"

namespace selvage::check {

using engine::op_kind;

void reads_from::begins() noexcept {
  ++execution_;
  doing_.fill({});
  accesses_.fill(0);
}

bool reads_from::take_news() noexcept {
  const bool news = news_;
  news_ = false;
  return news;
}

reads_from::place reads_from::here() noexcept {
  const auto t = engine::self();
  if (harness_ == nullptr || t >= doing_.size()) return 0;
  const auto now = harness_->doing(t);
  if (now.op != doing_[t].op || now.call != doing_[t].call) {
    doing_[t] = now;
    accesses_[t] = 0;
  }
  const auto far = std::min(accesses_[t]++, furthest - 1);
  return static_cast<place>(static_cast<unsigned>(now.op) * furthest + far + 1);
}

void reads_from::read(const void* object, place at) noexcept {
  const cell& c = last_[(reinterpret_cast<std::uintptr_t>(object) >> 2) % cells];
  if (c.object != object || c.execution != execution_ || c.by == engine::self()) return;
  const auto pair = (std::uint64_t{c.writer} << 16 | at) * 0x9e3779b97f4a7c15U >> 48;
  if (!marks_.empty()) marks_[pair % marks_.size()] = 1;
  if (seen_[pair]) return;
  seen_.set(pair);
  ++count_;
  news_ = true;
}

void reads_from::written(const void* object, place at) noexcept {
  last_[(reinterpret_cast<std::uintptr_t>(object) >> 2) % cells] = {object, execution_, at, engine::self()};
}

void reads_from::acquired(engine::kernel_object& o, engine::hold /*how*/) noexcept { read(&o, here()); }

void reads_from::released(engine::kernel_object& o, engine::hold /*how*/) noexcept { written(&o, here()); }

void reads_from::atomic(op_kind k, const void* a, std::size_t /*size*/, int /*order*/) noexcept {
  const auto at = here();
  if (k != op_kind::atomic_store) read(a, at);
  if (k != op_kind::atomic_load) written(a, at);
}

}  // namespace selvage::check

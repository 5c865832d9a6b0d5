#include "src/strategy/surw.h"

#include <algorithm>
#include <numeric>

namespace selvage::strategy {
namespace {

/// One execution in so many has no object of interest, as the one that measures may have missed what matters.
constexpr std::uint32_t uninterested = 8;

}  // namespace

bool surw::begin(std::uint64_t index) {
  random_ = random(seed_, index);
  threads_.clear();
  intended_ = engine::no_thread;
  object_ = nullptr;
  if (index == engine::profile_index) {
    paths_.measure();
    uses_.clear();
    number_of_.clear();
    objects_.clear();
    return true;
  }
  paths_.follow();
  std::uint32_t sum = 0;
  for (const shared_object& o : objects_) sum += o.uses;
  if (sum == 0 || random_.below(uninterested) == 0) return true;
  std::uint32_t at = random_.below(sum);
  for (shared_object& o : objects_) {
    if (at < o.uses) {
      object_ = &o;
      break;
    }
    at -= o.uses;
  }
  object_->of_threads.follow();
  return true;
}

void surw::spawned(engine::thread_id child, engine::thread_id parent) {
  if (child >= threads_.size()) threads_.resize(child + 1U);
  threads_[child] = {static_cast<std::uint32_t>(random_.next() >> 32), 0, true};
  (object_ != nullptr ? object_->of_threads : paths_).spawned(child, parent);
}

void surw::finished(engine::thread_id t, std::uint32_t /*points*/) {
  threads_[t].alive = false;
  if (t == intended_) intended_ = engine::no_thread;
}

void surw::measure(const engine::decision& d, engine::thread_id chosen) {
  const engine::pending_op& op = d.pending[chosen];
  if (op.object == nullptr) return;
  const std::size_t path = paths_.path_of(chosen);
  const auto [number, is_new] = number_of_.try_emplace(op.object, uses_.size());
  if (is_new) uses_.push_back({op.object, {}});
  std::vector<std::uint32_t>& by_path = uses_[number->second].by_path;
  if (path >= by_path.size()) by_path.resize(path + 1);
  ++by_path[path];
}

void surw::end() {
  if (!paths_.measuring()) return;
  for (const auto& [address, by_path] : uses_) {
    const auto users = std::ranges::count_if(by_path, [](std::uint32_t n) { return n != 0; });
    if (users < 2) continue;
    objects_.push_back({address, std::accumulate(by_path.begin(), by_path.end(), 0U), paths_.with_steps(by_path)});
  }
}

/// Draws the thread that is to come to the object next.
void surw::intend() {
  std::uint32_t sum = 0;
  for (std::size_t t = 0; t < threads_.size(); ++t)
    if (threads_[t].alive) sum += object_->of_threads.left(static_cast<engine::thread_id>(t), threads_[t].uses);
  intended_ = engine::no_thread;
  if (sum == 0) return;
  std::uint32_t at = random_.below(sum);
  for (std::size_t t = 0; t < threads_.size(); ++t) {
    if (!threads_[t].alive) continue;
    const auto id = static_cast<engine::thread_id>(t);
    const std::uint32_t left = object_->of_threads.left(id, threads_[t].uses);
    if (at < left) {
      intended_ = id;
      return;
    }
    at -= left;
  }
}

/// Among the enabled threads, of which those are held that would come to the object before the intended one.
engine::thread_id surw::highest(const engine::decision& d, bool hold) const {
  engine::thread_id best = engine::no_thread;
  for (const engine::thread_id t : d.enabled) {
    if (hold && intended_ != engine::no_thread && t != intended_ && of_interest(d.pending[t])) continue;
    if (best == engine::no_thread || threads_[t].priority > threads_[best].priority) best = t;
  }
  return best;
}

engine::thread_id surw::pick(const engine::decision& d) {
  if (paths_.measuring()) {
    const engine::thread_id t = d.enabled[random_.below(static_cast<std::uint32_t>(d.enabled.size()))];
    measure(d, t);
    return t;
  }
  if (object_ != nullptr && intended_ == engine::no_thread) intend();
  engine::thread_id chosen = highest(d, true);
  if (chosen == engine::no_thread) {
    // The intended one cannot run and everybody else is held: whoever comes, comes.
    chosen = highest(d, false);
    intended_ = engine::no_thread;
  }
  if (of_interest(d.pending[chosen])) {
    ++threads_[chosen].uses;
    intended_ = engine::no_thread;
  }
  threads_[chosen].priority = static_cast<std::uint32_t>(random_.next() >> 32);
  return chosen;
}

}  // namespace selvage::strategy

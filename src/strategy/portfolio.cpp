#include "src/strategy/portfolio.h"

namespace selvage::strategy {

// In the profile execution urw schedules, and pct and surw measure the same decisions.
bool portfolio::begin(std::uint64_t index) {
  profiling_ = index == engine::profile_index;
  if (profiling_) {
    current_ = &urw_;
    pct_.begin(index);
    surw_.begin(index);
    return urw_.begin(index);
  }
  current_ = members_[index % members_.size()];
  return current_->begin(index / members_.size());
}

engine::thread_id portfolio::pick(const engine::decision& d) {
  const engine::thread_id chosen = current_->pick(d);
  if (profiling_) {
    pct_.measure(d);
    surw_.measure(d, chosen);
  }
  return chosen;
}

void portfolio::spawned(engine::thread_id child, engine::thread_id parent) {
  current_->spawned(child, parent);
  if (!profiling_) return;
  pct_.spawned(child, parent);
  surw_.spawned(child, parent);
}

}  // namespace selvage::strategy

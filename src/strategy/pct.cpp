#include "src/strategy/pct.h"

#include <algorithm>

namespace selvage::strategy {

bool pct::begin(std::uint64_t index) {
  random_ = random(seed_, index);
  constexpr std::uint64_t depths = 5;
  const auto depth = static_cast<unsigned>(2 + index % depths);
  change_points_.clear();
  if (index == engine::profile_index) {
    profile_.measure();
  } else {
    const std::uint32_t k = profile_.decisions() + profile_.decisions() / 5 + 1;
    for (unsigned i = 1; i < depth; ++i) change_points_.push_back(1 + random_.below(k));
    std::sort(change_points_.begin(), change_points_.end());
    profile_.follow();
  }
  next_change_ = 0;
  decisions_ = 0;
  lowest_ = 0;
  return true;
}

void pct::spawned(engine::thread_id child, engine::thread_id parent) {
  profile_.spawned(child, parent);
  if (child >= priorities_.size()) priorities_.resize(child + 1U);
  priorities_[child] = static_cast<std::int64_t>(random_.next() >> 2);
}

engine::thread_id pct::highest(const engine::decision& d) const {
  return *std::max_element(d.enabled.begin(), d.enabled.end(),
                           [&](engine::thread_id a, engine::thread_id b) { return priorities_[a] < priorities_[b]; });
}

engine::thread_id pct::pick(const engine::decision& d) {
  ++decisions_;
  if (d.current_yields) priorities_[d.current] = --lowest_;
  engine::thread_id best = highest(d);
  while (next_change_ < change_points_.size() && change_points_[next_change_] <= decisions_) {
    ++next_change_;
    priorities_[best] = --lowest_;
    best = highest(d);
  }
  if (profile_.measuring()) profile_.decided(d);
  return best;
}

}  // namespace selvage::strategy

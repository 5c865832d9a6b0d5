#include "src/strategy/dfs.h"

#include <algorithm>

namespace selvage::strategy {

bool dfs::advance() {
  while (!path_.empty()) {
    node& n = path_.back();
    for (std::uint32_t c = n.chosen + 1; c < n.count; ++c) {
      if (n.preemptions + cost(n, c) > bound_) {
        cut_ = true;
        break;  // every later option costs the same
      }
      n.chosen = c;
      return true;
    }
    path_.pop_back();
  }
  return false;
}

bool dfs::begin(std::uint64_t) {
  depth_ = 0;
  preemptions_ = 0;
  if (!started_) {
    started_ = true;
    return true;
  }
  if (exhausted_) return false;
  if (advance()) return true;
  completed_ = static_cast<int>(bound_);
  exhausted_ = !cut_ || bound_ == last_bound_;
  if (exhausted_) return false;
  ++bound_;
  cut_ = false;
  return true;
}

engine::thread_id dfs::pick(const engine::decision& d) {
  if (depth_ == path_.size()) {
    node n;
    n.options.assign(d.enabled.begin(), d.enabled.end());
    n.count = static_cast<std::uint32_t>(n.options.size());
    n.preemptions = preemptions_;
    const bool stays = d.current_enabled && !d.current_yields;
    n.first_is_free = stays || d.current_yields;
    const auto first = stays ? std::find(n.options.begin(), n.options.end(), d.current)
                                         : std::upper_bound(n.options.begin(), n.options.end(), d.current);
    std::rotate(n.options.begin(), first == n.options.end() ? n.options.begin() : first, n.options.end());
    path_.push_back(std::move(n));
  }
  const node& n = path_[depth_++];
  preemptions_ = n.preemptions + cost(n, n.chosen);
  // A program that does not repeat itself would take the search out of its tree; the engine's check mode finds those.
  const engine::thread_id t = n.options.empty() ? d.enabled.front() : n.options[n.chosen];
  return std::find(d.enabled.begin(), d.enabled.end(), t) != d.enabled.end() ? t : d.enabled.front();
}

std::uint32_t dfs::draw(std::uint32_t bound) {
  if (depth_ == path_.size()) {
    node n;
    n.count = bound;
    n.preemptions = preemptions_;
    path_.push_back(std::move(n));
  }
  return std::min(path_[depth_++].chosen, bound - 1);
}

std::string dfs::achieved() const {
  if (completed_ < 0) return {};
  if (exhausted_ && !cut_) return "every schedule";
  return "every schedule with at most " + std::to_string(completed_) + " preemption" + (completed_ == 1 ? "" : "s");
}

}  // namespace selvage::strategy

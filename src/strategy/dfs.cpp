#include "src/strategy/dfs.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

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

std::string dfs::saved() const {
  std::ostringstream out;
  out << bound_ << ' ' << cut_ << ' ' << started_ << ' ' << exhausted_ << ' ' << completed_ << ' ' << path_.size();
  for (const node& n : path_) {
    out << ' ' << n.chosen << ' ' << n.count << ' ' << n.preemptions << ' ' << n.first_is_free << ' '
        << n.options.size();
    for (const engine::thread_id t : n.options) out << ' ' << t;
  }
  return out.str();
}

void dfs::restore(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::size_t depth = 0;
  in >> bound_ >> cut_ >> started_ >> exhausted_ >> completed_ >> depth;
  path_.clear();
  while (in && path_.size() < depth) {
    node n;
    std::size_t options = 0;
    in >> n.chosen >> n.count >> n.preemptions >> n.first_is_free >> options;
    for (engine::thread_id t = 0; in && n.options.size() < options && in >> t;) n.options.push_back(t);
    if (n.chosen >= n.count || (!n.options.empty() && n.options.size() != n.count)) in.setstate(std::ios::failbit);
    path_.push_back(std::move(n));
  }
  std::string rest;
  if (!in || bound_ > last_bound_ || in >> rest)
    throw std::invalid_argument("this is no state of a depth-first search");
}

std::string dfs::achieved() const {
  if (completed_ < 0) return {};
  if (exhausted_ && !cut_) return "every schedule";
  return "every schedule with at most " + std::to_string(completed_) + " preemption" + (completed_ == 1 ? "" : "s");
}

}  // namespace selvage::strategy

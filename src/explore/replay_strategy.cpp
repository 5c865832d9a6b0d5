#include "src/explore/replay_strategy.h"

#include <algorithm>

namespace selvage::check {

replay_strategy::replay_strategy(const schedule& s, mismatch mode) : mode_(mode) { assign(s); }

void replay_strategy::assign(const schedule& s) {
  schedule_ = s;
  paths_.clear();
  for (const auto& name : schedule_.names) {
    const auto dot = name.rfind('.');
    if (dot == std::string::npos) {
      paths_.emplace_back();
      continue;
    }
    const auto parent = std::find(schedule_.names.begin(), schedule_.names.end(), name.substr(0, dot));
    paths_.push_back({static_cast<std::uint16_t>(parent - schedule_.names.begin()),
                      static_cast<std::uint32_t>(std::stoul(name.substr(dot + 1)))});
  }
}

bool replay_strategy::begin(std::uint64_t /*index*/) {
  at_ = 0;
  diverged_.reset();
  preemptions_ = 0;
  name_of_.fill(unnamed);
  children_.fill(0);
  return true;
}

void replay_strategy::spawned(engine::thread_id child, engine::thread_id parent) {
  if (child >= max_known_threads) return;
  path wanted;
  if (parent < max_known_threads) {
    wanted = {name_of_[parent], children_[parent]++};
    if (wanted.parent == unnamed) return;
  }
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    if (paths_[i].parent == wanted.parent && paths_[i].ordinal == wanted.ordinal) {
      name_of_[child] = static_cast<std::uint16_t>(i);
    }
  }
}

engine::thread_id replay_strategy::fallback(const engine::decision& d) const {
  return d.current_enabled && !d.current_yields ? d.current : d.enabled.front();
}

engine::thread_id replay_strategy::scheduled(const engine::decision& d) {
  for (; at_ < schedule_.steps.size(); ++at_) {
    const auto& step = schedule_.steps[at_];
    if (!step.is_draw) {
      for (const auto t : d.enabled) {
        if (t < max_known_threads && name_of_[t] == step.value) {
          ++at_;
          return t;
        }
      }
    }
    if (mode_ == mismatch::report) {
      diverged_ = at_;
      at_ = schedule_.steps.size();
      break;
    }
  }
  return fallback(d);
}

engine::thread_id replay_strategy::pick(const engine::decision& d) {
  const auto t = scheduled(d);
  if (d.current_enabled && !d.current_yields && t != d.current) ++preemptions_;
  return t;
}

std::uint32_t replay_strategy::draw(std::uint32_t bound) {
  if (at_ < schedule_.steps.size()) {
    const auto& step = schedule_.steps[at_];
    if (step.is_draw && step.value < bound) {
      ++at_;
      return step.value;
    }
    if (mode_ == mismatch::report) {
      diverged_ = at_;
      at_ = schedule_.steps.size();
    }
  }
  return 0;
}

std::string replay_strategy::divergence() const {
  if (!diverged_) return {};
  const auto& step = schedule_.steps[*diverged_];
  const auto where = "choice " + std::to_string(*diverged_ + 1) + " of " + std::to_string(schedule_.steps.size());
  if (step.is_draw)
    return where + " of the schedule draws " + std::to_string(step.value) + ", which fits nothing there";
  return where + " of the schedule runs " + schedule_.names[step.value] + ", which cannot run there";
}

}  // namespace selvage::check

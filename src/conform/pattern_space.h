#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "model/pattern.h"
#include "src/conform/state_space.h"
#include "src/conform/state_table.h"

namespace selvage::conform {

/// An internal step of a pattern's machine.
struct pattern_edge {
  state_id to{};
  std::uint8_t thread{};  ///< whose step it is, where the machine tells
  bool environment{};
};

/// The states of a pattern's machine met so far, by number, with what leads from each to each worked out on demand.
template <model::pattern Machine>
class pattern_space {
 public:
  using state = typename Machine::state;

  explicit pattern_space(Machine machine) : machine_(std::move(machine)) {}

  [[nodiscard]] const Machine& machine() const noexcept { return machine_; }
  [[nodiscard]] const state& at(state_id id) const noexcept { return states_[id]; }
  [[nodiscard]] std::size_t size() const noexcept { return states_.size(); }

  state_id intern(const state& s) { return states_.add(s).first; }

  /// Where internal steps of any kind lead. The span is valid until the next call.
  std::span<const pattern_edge> successors(state_id id) {
    if (edges_of_.size() <= id) edges_of_.resize(states_.size());
    if (!edges_of_[id].known) {
      steps_.clear();
      machine_.steps(states_[id], steps_);
      const auto first = static_cast<std::uint32_t>(edges_.size());
      for (const auto& step : steps_) edges_.push_back({intern(step.next), step.thread, step.environment});
      edges_of_[id] = {true, first, static_cast<std::uint32_t>(edges_.size())};
    }
    const auto& mine = edges_of_[id];
    return {edges_.data() + mine.first, mine.last - mine.first};
  }

  /// The state after a label other than `quiescent`; `no_id` when it is impossible there.
  state_id taken(state_id id, const model::label& l) {
    state s = states_[id];
    return machine_.take(s, l) ? intern(s) : no_id;
  }

  /// Nothing moves by itself any more; with `time_too` not even time.
  [[nodiscard]] bool rests(state_id id, bool time_too) {
    outputs_.clear();
    machine_.outputs(states_[id], outputs_);
    if (!outputs_.empty()) return false;
    steps_.clear();
    machine_.steps(states_[id], steps_);
    return std::ranges::all_of(steps_, [&](const auto& step) { return step.time ? !time_too : step.environment; });
  }

  /// Visits the states, and what they can become by steps of any kind, for as long as `visit` wants to go on from them.
  /// False, and not all are visited, when there are more than `most`.
  template <class Visit>
  bool explore(std::span<const state_id> from, std::size_t most, Visit visit) {
    ++round_;
    stack_.assign(from.begin(), from.end());
    while (!stack_.empty()) {
      const state_id id = stack_.back();
      stack_.pop_back();
      if (seen_.size() <= id) seen_.resize(states_.size(), 0);
      if (std::exchange(seen_[id], round_) == round_) continue;
      if (most-- == 0) return false;
      if (!visit(id)) continue;
      for (const pattern_edge& e : successors(id)) stack_.push_back(e.to);
    }
    return true;
  }

  /// Keeps most of the memory.
  void clear() noexcept {
    states_.clear();
    edges_of_.clear();
    edges_.clear();
    seen_.clear();
  }

 private:
  struct edges {
    bool known{};
    std::uint32_t first{};
    std::uint32_t last{};
  };

  Machine machine_;
  state_table<state> states_;
  std::vector<edges> edges_of_;
  std::vector<pattern_edge> edges_;
  std::vector<std::uint32_t> seen_;  ///< by state: the last round that visited it
  std::uint32_t round_{};
  std::vector<state_id> stack_;
  std::vector<model::pattern_step<state>> steps_;
  std::vector<model::output> outputs_;
};

}  // namespace selvage::conform

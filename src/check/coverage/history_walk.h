#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "model/pattern.h"
#include "src/conform/state_table.h"
#include "src/program/guards.h"

namespace selvage::check {

/// Which steps of a machine some explanation of a history takes. The history conforms, and is in the machine's
/// numbering.
template <class Machine>
class history_walk {
 public:
  history_walk(const Machine& machine, bool interrupts) : machine_(machine), interrupts_(interrupts) {}

  void walk(std::span<const model::label> history, transition_set& out) {
    layers_.assign(1, {});
    layers_[0].add(machine_.initial());
    for (const auto& l : history) advance(l);
    std::vector<bool> live(layers_.back().states.size(), true);
    for (auto at = layers_.size() - 1; at-- > 0;) live = backwards(layers_[at], live, out);
  }

 private:
  using state = typename Machine::state;
  /// One position of a history: its states, and the edges that lead from each.
  struct layer {
    struct edge {
      std::uint32_t from{};
      std::uint32_t to{};
      model::transition via{};
    };

    conform::state_table<state> states;
    std::vector<edge> inner;                                       ///< within the layer
    std::vector<std::pair<std::uint32_t, std::uint32_t>> onwards;  ///< to the next layer, by the label

    std::uint32_t add(const state& s) { return states.add(s).first; }
  };

  void advance(const model::label& l) {
    layer& here = layers_.back();
    for (std::uint32_t i = 0; i < here.states.size(); ++i) {
      steps_.clear();
      machine_.steps(state(here.states[i]), steps_);
      for (const auto& s : steps_) {
        if (interrupts_ || !is_interruption(s.via)) here.inner.push_back({i, here.add(s.next), s.via});
      }
    }
    layer next;
    for (std::uint32_t i = 0; i < here.states.size(); ++i) {
      state s = here.states[i];
      if (l.kind == model::label_kind::quiescent ? rests(s, l.result != 0) : machine_.take(s, l))
        here.onwards.emplace_back(i, next.add(s));
    }
    layers_.push_back(std::move(next));
  }

  bool rests(const state& s, bool time_too) {
    due_.clear();
    machine_.outputs(s, due_);
    if (!due_.empty()) return false;
    steps_.clear();
    machine_.steps(s, steps_);
    for (const auto& step : steps_) {
      if (!step.environment || (step.time && time_too)) return false;
    }
    return true;
  }

  /// The states of a layer from which one that is live in the next can be reached.
  static std::vector<bool> backwards(const layer& here, const std::vector<bool>& live, transition_set& out) {
    std::vector<bool> mine(here.states.size());
    for (const auto& [from, to] : here.onwards) mine[from] = mine[from] || live[to];
    for (bool again = true; again;) {
      again = false;
      for (const auto& e : here.inner) {
        if (!mine[e.to]) continue;
        out.insert(e.via);
        if (mine[e.from]) continue;
        mine[e.from] = again = true;
      }
    }
    return mine;
  }

  const Machine& machine_;
  bool interrupts_;
  std::vector<layer> layers_;
  std::vector<model::pattern_step<state>> steps_;
  std::vector<model::output> due_;
};

}  // namespace selvage::check

#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/pattern.h"
#include "src/check/coverage.h"
#include "src/check/program.h"

namespace selvage::check {

/// Which transitions of a pattern's machine a program can reach, at most `limit` states far.
template <model::pattern Machine>
class pattern_walk {
 public:
  pattern_walk(const Machine& machine, const program& p, std::size_t limit)
      : machine_(machine), program_(p), limit_(limit) {}

  transition_set walk() {
    visit({machine_.initial(), {}, {}});
    std::vector<model::pattern_step<typename Machine::state>> steps;
    std::vector<model::output> due;
    while (!stack_.empty() && seen_.size() < limit_) {
      const place at = stack_.back();
      stack_.pop_back();
      steps.clear();
      machine_.steps(at.machine, steps);
      for (const auto& step : steps) {
        out_.insert(step.via);
        visit({step.next, at.next, at.callback});
      }
      due.clear();
      machine_.outputs(at.machine, due);
      for (const auto& o : due) show(at, o.shown);
      for (std::uint8_t t = 0; t < at.next.size(); ++t) call(at, t);
    }
    return std::move(out_);
  }

 private:
  struct place {
    typename Machine::state machine;
    std::array<std::uint8_t, 8> next{};      ///< which operation each thread calls next
    std::array<std::uint8_t, 8> callback{};  ///< by thread: the object whose callback it runs, plus one
    friend bool operator==(const place&, const place&) = default;
  };
  struct place_hash {
    std::size_t operator()(const place& p) const noexcept { return model::hash_bytes(p); }
  };

  void show(const place& at, const model::label& l) {
    place n = at;
    if (!machine_.take(n.machine, l)) return;
    if (l.kind == model::label_kind::released)
      out_.insert(
          {model::transition::release_resource, model::transition::release_once, model::transition::release_last});
    if (l.kind == model::label_kind::callback_begin) {
      out_.insert(model::transition::callback_starts);
      n.next[l.thread] = 0;
      n.callback[l.thread] = static_cast<std::uint8_t>(l.objects[0] + 1);
    }
    visit(n);
  }

  void call(const place& at, std::uint8_t t) {
    const bool own = t < program_.threads.size();
    if (!own && at.callback[t] == 0) return;
    const auto& todo = own ? program_.threads[t] : program_.objects[at.callback[t] - 1U].callback;
    place n = at;
    model::label l{.kind = model::label_kind::call, .thread = t, .object_count = 1};
    if (at.next[t] < todo.size()) {
      const auto& o = todo[at.next[t]];
      l.op = o.op;
      l.object_count = o.object_count;
      l.objects = o.objects;
      l.timeout_ms = o.timeout_ms;
      ++n.next[t];
    } else if (!own) {
      l.kind = model::label_kind::callback_end;
      l.objects[0] = static_cast<std::uint8_t>(at.callback[t] - 1);
      n.callback[t] = 0;
      n.next[t] = 0;
    } else {
      return;
    }
    if (machine_.take(n.machine, l)) visit(n);
  }

  void visit(const place& p) {
    if (seen_.insert(p).second) stack_.push_back(p);
  }

  const Machine& machine_;
  const program& program_;
  std::size_t limit_;
  transition_set out_;
  std::unordered_set<place, place_hash> seen_;
  std::vector<place> stack_;
};

/// Which transitions of a pattern's machine some explanation of a history takes.
template <model::pattern Machine>
transition_set pattern_history(const Machine& machine, std::span<const model::label> history) {
  using state = typename Machine::state;
  struct hash {
    std::size_t operator()(const state& s) const noexcept { return model::hash_bytes(s); }
  };
  struct edge {
    std::size_t from, to;
    model::transition via;
  };
  struct layer {
    std::vector<state> states;
    std::unordered_map<state, std::size_t, hash> index;
    std::vector<edge> inner;
    std::vector<std::pair<std::size_t, std::size_t>> onwards;

    std::size_t add(const state& s) {
      const auto [it, fresh] = index.try_emplace(s, states.size());
      if (fresh) states.push_back(s);
      return it->second;
    }
  };
  std::vector<layer> layers(1);
  layers[0].add(machine.initial());
  transition_set out;
  std::vector<model::pattern_step<state>> steps;
  for (const auto& l : history) {
    auto& here = layers.back();
    for (std::size_t i = 0; i < here.states.size(); ++i) {
      steps.clear();
      machine.steps(state(here.states[i]), steps);
      for (const auto& s : steps) here.inner.push_back({i, here.add(s.next), s.via});
    }
    layer next;
    for (std::size_t i = 0; i < here.states.size(); ++i) {
      auto s = here.states[i];
      if (l.kind == model::label_kind::quiescent || machine.take(s, l)) here.onwards.emplace_back(i, next.add(s));
    }
    if (l.kind == model::label_kind::callback_begin) out.insert(model::transition::callback_starts);
    if (l.kind == model::label_kind::released)
      out.insert(
          {model::transition::release_resource, model::transition::release_once, model::transition::release_last});
    layers.push_back(std::move(next));
  }
  std::vector<bool> live(layers.back().states.size(), true);
  for (auto at = layers.size() - 1; at-- > 0;) {
    auto& here = layers[at];
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
    live = std::move(mine);
  }
  return out;
}

}  // namespace selvage::check

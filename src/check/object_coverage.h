#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/pattern.h"
#include "src/check/coverage.h"

namespace selvage::check {

/// The label as the machine of object number `o` alone sees it; nothing when it does not concern it.
class object_view {
 public:
  explicit object_view(std::uint8_t o) noexcept : object_(o) {}

  std::optional<model::label> operator()(model::label l) noexcept {
    using model::label_kind;
    switch (l.kind) {
      case label_kind::quiescent: return std::nullopt;
      case label_kind::call:
        in_call_[l.thread] = l.object_count != 0 && l.objects[0] == object_;
        [[fallthrough]];
      case label_kind::ret:
        if (!in_call_[l.thread]) return std::nullopt;
        break;
      default:
        if (l.objects[0] != object_) return std::nullopt;
    }
    l.objects[0] = 0;
    return l;
  }

 private:
  std::uint8_t object_;
  std::array<bool, 256> in_call_{};
};

/// Every transition that some run of a pattern's machine explaining the history of its object takes.
template <model::pattern Machine>
void object_history(const Machine& m, std::uint8_t object, std::span<const model::label> history,
                     transition_set& out) {
  using state = typename Machine::state;
  struct hash {
    std::size_t operator()(const state& s) const noexcept { return model::hash_bytes(s); }
  };
  struct edge {
    std::uint32_t from, to;
    model::transition via;
  };
  struct layer {
    std::vector<state> states;
    std::unordered_map<state, std::uint32_t, hash> index;
    std::vector<edge> inner;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> onwards;
    std::uint32_t add(const state& s) {
      const auto [it, fresh] = index.try_emplace(s, static_cast<std::uint32_t>(states.size()));
      if (fresh) states.push_back(s);
      return it->second;
    }
  };
  std::vector<layer> layers(1);
  layers[0].add(m.initial());
  object_view view(object);
  std::vector<model::pattern_step<state>> steps;
  for (const auto& given : history) {
    const auto l = view(given);
    if (!l) continue;
    auto& here = layers.back();
    for (std::uint32_t i = 0; i < here.states.size(); ++i) {
      steps.clear();
      m.steps(state(here.states[i]), steps);
      for (const auto& s : steps) here.inner.push_back({i, here.add(s.next), s.via});
    }
    layer next;
    for (std::uint32_t i = 0; i < here.states.size(); ++i) {
      auto s = here.states[i];
      if (m.take(s, *l)) here.onwards.emplace_back(i, next.add(s));
    }
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
        mine[e.from] = true;
        again = true;
      }
    }
    live = std::move(mine);
  }
}

/// A state, and which operation each thread calls next.
template <class State>
struct client_point {
  State machine;
  std::array<std::uint8_t, 8> next{};
  friend bool operator==(const client_point&, const client_point&) = default;
};

/// Every transition that a pattern's machine takes when the threads of `p`, as far as they use its object, are its
/// clients. At most `max_states` states are looked at.
template <model::pattern Machine>
void object_program(const Machine& m, std::uint8_t object, const program& p, std::size_t max_states,
                     transition_set& out) {
  using state = typename Machine::state;
  using point = client_point<state>;
  struct hash {
    std::size_t operator()(const point& s) const noexcept { return model::hash_bytes(s); }
  };
  std::array<std::vector<model::operation>, 8> todo;
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    for (const auto& o : p.threads[t]) {
      if (o.object_count != 0 && o.objects[0] == object) todo[t].push_back(o.op);
    }
  }
  std::unordered_map<point, bool, hash> seen;
  std::vector<point> stack;
  const auto visit = [&](const point& s) {
    if (seen.try_emplace(s, true).second) stack.push_back(s);
  };
  visit({m.initial(), {}});
  std::vector<model::pattern_step<state>> steps;
  std::vector<model::output> due;
  while (!stack.empty() && seen.size() < max_states) {
    const point s = stack.back();
    stack.pop_back();
    steps.clear();
    m.steps(s.machine, steps);
    for (const auto& step : steps) {
      out.insert(step.via);
      visit({step.next, s.next});
    }
    due.clear();
    m.outputs(s.machine, due);
    for (const auto& o : due) {
      auto n = s;
      if (m.take(n.machine, o.shown)) visit(n);
    }
    for (std::size_t t = 0; t < todo.size(); ++t) {
      if (s.next[t] == todo[t].size()) continue;
      auto n = s;
      model::label l{.kind = model::label_kind::call,
                     .thread = static_cast<std::uint8_t>(t),
                     .op = todo[t][s.next[t]],
                     .object_count = 1};
      ++n.next[t];
      if (m.take(n.machine, l)) visit(n);
    }
  }
}

}  // namespace selvage::check

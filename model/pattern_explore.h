#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/explore.h"
#include "model/label_text.h"
#include "model/pattern.h"
#include "model/pattern_client.h"

namespace selvage::model {

/// Visits every state of a pattern's machine over `objects` objects under the most general client, whose callbacks may
/// end at any time; checks `Machine::broken` in each state, and that every output that is due can be taken. Stops,
/// incomplete, at `max_states`. About a microsecond and the size of a state, twice, a state.
template <pattern Machine>
[[nodiscard]] exploration explore_pattern(const Machine& m, std::size_t objects, const client& c,
                                          std::uint64_t max_states = 20'000'000) {
  struct point {
    typename Machine::state s;
    std::array<std::uint8_t, first_callback_thread + max_callbacks + 2> left{};  ///< calls each thread may still make
    bool operator==(const point&) const = default;
  };
  struct hash {
    std::size_t operator()(const point& p) const noexcept { return hash_bytes(p); }
  };
  struct origin {
    const point* from{};
    transition step{};
    label shown{};  ///< where it was no step
  };
  exploration result;
  std::unordered_map<point, origin, hash> seen;
  std::vector<const point*> work;
  const auto visit = [&](const point& p, const origin& o) {
    ++result.transitions;
    const auto [it, fresh] = seen.try_emplace(p, o);
    if (fresh) work.push_back(&it->first);
  };
  const auto report = [&](const point* at, std::string_view name, std::string_view clause) {
    broken_invariant b{std::string(name), std::string(clause), {}};
    while (at != nullptr) {
      const origin& o = seen.at(*at);
      const std::string by = o.from == nullptr            ? "at the beginning"
                             : o.step != transition::none ? std::string(info(o.step).name)
                                                          : label_text(o.shown, objects);
      b.path.push_back(by + ": " + m.describe(at->s));
      at = o.from;
    }
    std::ranges::reverse(b.path);
    result.broken = std::move(b);
  };
  point start{m.initial(), {}};
  for (std::size_t t = 0; t < c.threads; ++t) start.left[t] = static_cast<std::uint8_t>(c.operations);
  visit(start, {});
  result.transitions = 0;
  const std::vector<label> ends = callback_ends(objects);
  std::vector<pattern_step<typename Machine::state>> steps;
  std::vector<output> due;
  while (!work.empty() && !result.broken && seen.size() < max_states) {
    const point* const p = work.back();
    work.pop_back();
    if (const std::string_view clause = m.broken(p->s); !clause.empty()) {
      report(p, "a state that the clause excludes", clause);
      break;
    }
    steps.clear();
    m.steps(p->s, steps);
    for (const auto& st : steps) visit({st.next, p->left}, {p, st.via, {}});
    due.clear();
    m.outputs(p->s, due);
    for (const output& o : due) {
      point n = *p;
      if (!m.take(n.s, o.shown)) {
        report(p, "an output that is due and cannot be taken: " + label_text(o.shown, objects), o.clause);
        break;
      }
      visit(n, {p, transition::none, o.shown});
    }
    for (const label& l : ends) {
      point n = *p;
      if (m.take(n.s, l)) visit(n, {p, transition::none, l});
    }
    for (std::size_t t = 0; t < c.threads; ++t) {
      if (p->left[t] == 0) continue;
      for (label l : c.calls) {
        l.thread = static_cast<std::uint8_t>(t);
        point n = *p;
        --n.left[t];
        if (m.take(n.s, l)) visit(n, {p, transition::none, l});
      }
    }
  }
  result.states = seen.size();
  result.complete = work.empty() && !result.broken;
  return result;
}

}  // namespace selvage::model

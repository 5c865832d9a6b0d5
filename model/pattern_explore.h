#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/explore.h"
#include "model/operation.h"
#include "model/pattern.h"

namespace selvage::model {

struct pattern_exploration {
  std::uint64_t states{};
  std::uint64_t transitions{};
  std::optional<broken_invariant> broken;
};

namespace detail {

template <class State>
struct pattern_point {
  State s;
  std::array<std::uint8_t, 8> left{};  ///< calls that each thread may still make
  friend bool operator==(const pattern_point&, const pattern_point&) = default;
};

inline label pattern_call(std::uint8_t thread, operation op) {
  label l;
  l.kind = label_kind::call;
  l.thread = thread;
  l.op = op;
  l.object_count = 1;
  return l;
}

/// A visible label as one line of a path.
inline std::string pattern_text(const label& l) {
  switch (l.kind) {
    case label_kind::call:
      return "thread " + std::to_string(l.thread) + " calls " + std::string(info(l.op).name);
    case label_kind::ret:
      return "thread " + std::to_string(l.thread) + " returns " + std::to_string(l.result) + " from " +
             std::string(info(l.op).name);
    case label_kind::callback_begin:
      return "callback " + std::to_string(l.thread) + " begins";
    case label_kind::callback_end:
      return "callback " + std::to_string(l.thread) + " ends";
    case label_kind::released:
      return "released";
    case label_kind::quiescent:
      return "nothing moves";
  }
  return "?";
}

}  // namespace detail

/// Visits every state of a pattern's machine under the most general client, threads of which each issue any
/// `operations` of `calls`; checks `Machine::broken` in each, and that every output that is due can be taken.
template <pattern Machine>
[[nodiscard]] pattern_exploration explore_pattern(const Machine& m, std::size_t threads, std::size_t operations,
                                                  const std::vector<operation>& calls) {
  using point = detail::pattern_point<typename Machine::state>;
  struct hash {
    std::size_t operator()(const point& p) const noexcept { return hash_bytes(p); }
  };
  struct origin {
    const point* from{};
    std::string by;
  };
  pattern_exploration result;
  std::unordered_map<point, origin, hash> seen;
  std::vector<const point*> work;
  const auto visit = [&](const point& p, const point* from, std::string by) {
    ++result.transitions;
    const auto [it, fresh] = seen.try_emplace(p, origin{from, std::move(by)});
    if (fresh) work.push_back(&it->first);
  };
  const auto report = [&](const point* at, std::string_view clause) {
    broken_invariant b{"a state that the clause excludes", std::string(clause), {}};
    for (; at != nullptr; at = seen.at(*at).from) b.path.push_back(seen.at(*at).by + ": " + m.describe(at->s));
    std::ranges::reverse(b.path);
    result.broken = std::move(b);
  };
  point start{m.initial(), {}};
  for (std::size_t t = 0; t < threads; ++t) start.left[t] = static_cast<std::uint8_t>(operations);
  visit(start, nullptr, "at the beginning");
  result.transitions = 0;
  std::vector<pattern_step<typename Machine::state>> steps;
  std::vector<output> due;
  while (!work.empty() && !result.broken) {
    const point* const p = work.back();
    work.pop_back();
    if (const std::string_view clause = Machine::broken(p->s); !clause.empty()) report(p, clause);
    steps.clear();
    m.steps(p->s, steps);
    for (const auto& st : steps) visit({st.next, p->left}, p, std::string(info(st.via).name));
    due.clear();
    m.outputs(p->s, due);
    for (const output& o : due) {
      point n = *p;
      if (!m.take(n.s, o.shown)) {
        report(p, o.clause);
        break;
      }
      visit(n, p, detail::pattern_text(o.shown));
    }
    for (std::size_t t = 0; t < threads; ++t) {
      if (p->left[t] == 0) continue;
      for (const operation op : calls) {
        point n = *p;
        --n.left[t];
        const label l = detail::pattern_call(static_cast<std::uint8_t>(t), op);
        if (m.take(n.s, l)) visit(n, p, detail::pattern_text(l));
      }
    }
  }
  result.states = seen.size();
  return result;
}

/// A drawing in Graphviz's language: the states in which nothing moves that up to `depth` calls lead to, of which two
/// may be pending, and what each call comes to.
template <pattern Machine>
[[nodiscard]] std::string pattern_drawing(const Machine& m, std::string_view title,
                                          const std::vector<operation>& calls, std::size_t depth) {
  using state = typename Machine::state;
  struct hash {
    std::size_t operator()(const state& s) const noexcept { return hash_bytes(s); }
  };
  struct at_rest {
    state s;
    std::size_t depth;
  };
  struct run {
    state s;
    std::string text;
  };
  std::unordered_map<state, std::size_t, hash> numbers;
  std::vector<at_rest> work;
  std::ostringstream nodes;
  std::map<std::pair<std::size_t, std::size_t>, std::set<std::string>> edges;
  const auto visit = [&](const state& s, std::size_t at) {
    const auto [it, fresh] = numbers.try_emplace(s, numbers.size());
    if (fresh) {
      work.push_back({s, at});
      nodes << "  s" << it->second << " [label=\"" << m.describe(s) << "\"];\n";
    }
    return it->second;
  };
  std::vector<pattern_step<state>> steps;
  std::vector<output> due;
  // Lets everything that the call sets going come to rest in every possible way.
  const auto settle = [&](std::size_t from, run first, std::size_t caller, std::size_t at) {
    std::vector<run> stack{std::move(first)};
    std::unordered_map<state, bool, hash> seen;
    while (!stack.empty()) {
      const run r = stack.back();
      stack.pop_back();
      if (!seen.try_emplace(r.s, true).second) continue;
      steps.clear();
      due.clear();
      m.steps(r.s, steps);
      m.outputs(r.s, due);
      for (const auto& st : steps) stack.push_back({st.next, r.text});
      for (const output& o : due) {
        run next = r;
        if (!m.take(next.s, o.shown)) continue;
        if (o.shown.kind == label_kind::released) next.text += ", released";
        if (o.shown.kind == label_kind::ret && o.shown.thread == caller && o.shown.result != outcome::ok)
          next.text += " = " + describe_result(o.shown.op, o.shown.result);
        stack.push_back(std::move(next));
      }
      if (steps.empty() && due.empty()) edges[{from, visit(r.s, at)}].insert(r.text);
    }
  };
  visit(m.initial(), 0);
  for (std::size_t i = 0; i < work.size(); ++i) {
    const at_rest from = work[i];
    if (from.depth == depth) continue;
    for (const operation op : calls) {
      for (std::uint8_t t = 0; t < 2; ++t) {
        state begun = from.s;
        if (!m.take(begun, detail::pattern_call(t, op))) continue;
        settle(i, {begun, std::string(info(op).name)}, t, from.depth + 1);
        break;
      }
    }
  }
  std::ostringstream out;
  out << "digraph \"" << title << "\" {\n  node [shape=box, style=rounded, fontname=\"sans\"];\n" << nodes.str();
  for (const auto& [ends, texts] : edges) {
    out << "  s" << ends.first << " -> s" << ends.second << " [label=\"";
    const char* separator = "";
    for (const std::string& t : texts) {
      out << separator << t;
      separator = "\\n";
    }
    out << "\"];\n";
  }
  out << "}\n";
  return out.str();
}

}  // namespace selvage::model

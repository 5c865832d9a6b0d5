#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/label_text.h"
#include "model/machine.h"
#include "model/pattern.h"
#include "model/pattern_client.h"

namespace selvage::model {

/// A drawing in Graphviz's language: the states in which nothing moves that up to `depth` calls lead to, of which two
/// may be pending, and what each call comes to. Callbacks end at once.
template <pattern Machine>
[[nodiscard]] std::string pattern_drawing(const Machine& m, std::string_view title, std::size_t objects,
                                          const std::vector<label>& calls, std::size_t depth) {
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
  const std::vector<label> ends = callback_ends(objects);
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
      std::erase_if(steps, [](const auto& st) { return st.environment; });
      for (const auto& st : steps) stack.push_back({st.next, r.text});
      for (const output& o : due) {
        run next = r;
        if (!m.take(next.s, o.shown)) continue;
        if (o.shown.kind == label_kind::released) next.text += ", released";
        if (o.shown.kind == label_kind::callback_begin) next.text += ", calls back";
        if (o.shown.kind == label_kind::ret && o.shown.thread == caller &&
            (o.shown.result != outcome::ok || describe_result(o.shown.op, o.shown.result) != "ok"))
          next.text += " = " + describe_result(o.shown.op, o.shown.result);
        stack.push_back(std::move(next));
      }
      bool calling_back = false;
      for (const label& end : ends) {
        run next = r;
        if (!m.take(next.s, end)) continue;
        calling_back = true;
        stack.push_back(std::move(next));
      }
      if (steps.empty() && due.empty() && !calling_back) edges[{from, visit(r.s, at)}].insert(r.text);
    }
  };
  visit(m.initial(), 0);
  for (std::size_t i = 0; i < work.size(); ++i) {
    const at_rest from = work[i];
    if (from.depth == depth) continue;
    for (label l : calls) {
      for (l.thread = 0; l.thread < 2; ++l.thread) {
        state begun = from.s;
        if (!m.take(begun, l)) continue;
        settle(i, {begun, call_text(l, objects)}, l.thread, from.depth + 1);
        break;
      }
    }
  }
  std::ostringstream out;
  out << "digraph \"" << title << "\" {\n  node [shape=box, style=rounded, fontname=\"sans\"];\n" << nodes.str();
  for (const auto& [between, texts] : edges) {
    out << "  s" << between.first << " -> s" << between.second << " [label=\"";
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

#include "src/conform/trail.h"

#include <algorithm>
#include <unordered_set>

namespace selvage::conform {
namespace {

using model::label_kind;
using model::phase;
using model::transition;

struct traced_hash {
  std::size_t operator()(const traced_state& t) const noexcept {
    std::uint64_t h = model::hash(t.state);
    for (const transition w : t.why) h = (h ^ static_cast<std::uint64_t>(w)) * 0x9e3779b97f4a7c15ULL;
    return h;
  }
};

using traced_set = std::unordered_set<traced_state, traced_hash>;

/// Steps that only carry a call along and decide nothing.
bool incidental(transition t) {
  switch (t) {
    case transition::take_reference:
    case transition::give_back:
    case transition::give_back_last:
    case transition::interrupt:
    case transition::come_back:
      return true;
    default:
      return false;
  }
}

bool sleeps(phase p) { return p == phase::waiting || p == phase::borrowed; }

void successors(const model::machine& m, const traced_state& from, std::vector<model::step>& scratch,
                std::vector<traced_state>& out) {
  scratch.clear();
  m.steps(from.state, scratch);
  for (const model::step& step : scratch) {
    traced_state next{step.next, from.why};
    if (!incidental(step.via)) next.why[step.thread] = step.via;
    for (std::size_t t = 0; t < model::max_threads; ++t) {
      if (t != step.thread && sleeps(from.state.threads[t].at) && !sleeps(step.next.threads[t].at)) {
        next.why[t] = step.via;
      }
    }
    out.push_back(next);
  }
}

/// Everything reachable by internal steps; states for which `due` holds are not stepped beyond.
template <class Due>
std::vector<traced_state> reach(const model::machine& m, std::vector<traced_state> stack, Due due) {
  traced_set seen(stack.begin(), stack.end());
  std::vector<model::step> scratch;
  std::vector<traced_state> next;
  std::vector<traced_state> found;
  while (!stack.empty()) {
    const traced_state s = stack.back();
    stack.pop_back();
    found.push_back(s);
    if (due(s)) continue;
    next.clear();
    successors(m, s, scratch, next);
    for (const traced_state& n : next) {
      if (seen.insert(n).second) stack.push_back(n);
    }
  }
  return found;
}

}  // namespace

trail::trail(const model::machine& m, std::span<const model::state> from, std::span<const model::label> history)
    : machine_(&m), history_(history.begin(), history.end()) {
  for (const model::state& s : from) states_.push_back({s, {}});
  for (std::size_t i = 0; i + 1 < history_.size(); ++i) {
    const model::label& l = history_[i];
    if (l.kind == label_kind::call) calls_.push_back({l, i, std::nullopt, 0});
    if (l.kind == label_kind::ret) {
      const auto open = std::find_if(calls_.rbegin(), calls_.rend(), [&](const call_record& c) {
        return c.call.thread == l.thread && !c.end;
      });
      if (open != calls_.rend()) {
        open->end = i;
        open->result = l.result;
      }
    }
    advance(l);
  }
  states_ = reach(m, std::move(states_), [](const traced_state&) { return false; });
}

void trail::advance(const model::label& l) {
  const bool output = l.kind == label_kind::ret || l.kind == label_kind::released;
  if (l.kind != label_kind::call) {
    states_ = reach(*machine_, std::move(states_), [&](const traced_state& s) {
      if (!output || l.thread >= model::max_threads) return false;
      const phase at = s.state.threads[l.thread].at;
      return at == phase::done || at == phase::releasing;
    });
  }
  traced_set taken;
  for (traced_state s : states_) {
    if (!machine_->take(s.state, l)) continue;
    if (l.kind == label_kind::call) s.why[l.thread] = transition::none;
    taken.insert(s);
  }
  states_.assign(taken.begin(), taken.end());
}

const call_record* trail::pending(std::uint8_t thread) const noexcept {
  for (const call_record& c : calls_) {
    if (c.call.thread == thread && !c.end) return &c;
  }
  return nullptr;
}

std::vector<traced_state> trail::stable() const {
  std::vector<traced_state> out;
  std::vector<model::step> scratch;
  for (const traced_state& s : states_) {
    scratch.clear();
    machine_->steps(s.state, scratch);
    const bool moves =
        std::ranges::any_of(scratch, [](const model::step& step) { return step.kind == model::step_kind::internal; });
    if (!moves) out.push_back(s);
  }
  return out;
}

}  // namespace selvage::conform

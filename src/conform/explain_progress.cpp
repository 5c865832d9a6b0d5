#include <algorithm>
#include <vector>

#include "src/conform/blame.h"
#include "src/conform/explain_rules.h"

namespace selvage::conform {
namespace {

using model::operation;
using model::phase;
using model::transition;
using model::verdict;
namespace outcome = model::outcome;

bool is_wait(operation op) {
  return op == operation::wait || op == operation::wait_any || op == operation::wait_all ||
         op == operation::signal_and_wait;
}

bool ready(phase p) { return p == phase::done || p == phase::releasing; }

/// The stable states, without those in which a wait timed out, as long as some are left: a deadline need not pass.
std::vector<traced_state> untimed(const trail& t) {
  std::vector<traced_state> all = t.stable();
  std::vector<traced_state> kept;
  for (const traced_state& s : all) {
    const bool timed = std::ranges::any_of(s.why, [](transition w) { return w == transition::time_out; });
    if (!timed) kept.push_back(s);
  }
  return kept.empty() ? all : kept;
}

/// The thread that has to return in most states, waits before others.
const call_record* stranded(const trail& t, const std::vector<traced_state>& states) {
  const call_record* best = nullptr;
  std::size_t most = 0;
  for (const call_record& c : t.calls()) {
    if (c.end) continue;
    const auto count = static_cast<std::size_t>(
        std::ranges::count_if(states, [&](const traced_state& s) { return ready(s.state.threads[c.call.thread].at); }));
    const std::size_t weight = count * 2 + (count > 0 && is_wait(c.call.op) ? 1 : 0);
    if (weight > most) {
      most = weight;
      best = &c;
    }
  }
  return best;
}

/// The step that released the call in the machine; one that needed no test of its own first.
transition release_of(const std::vector<traced_state>& states, std::uint8_t thread) {
  transition found = transition::none;
  for (const traced_state& s : states) {
    if (!ready(s.state.threads[thread].at)) continue;
    const transition why = s.why[thread];
    if (why == transition::set_manual || why == transition::set_handed_over || why == transition::pulse) return why;
    found = why;
  }
  return found;
}

/// The position in the call's list of the event that released it in the machine.
std::size_t awaited(const std::vector<traced_state>& states, const call_record& wait) {
  if (wait.call.op == operation::signal_and_wait) return 1;
  if (wait.call.op != operation::wait_any) return 0;
  for (const traced_state& s : states) {
    const model::pending_call& c = s.state.threads[wait.call.thread];
    if (ready(c.at) && c.result >= 0 && c.result < c.count) return static_cast<std::size_t>(c.result);
  }
  return 0;
}

std::string_view single_wait_clause(const trail& t, const std::vector<traced_state>& states, const call_record& wait,
                                    transition why) {
  const blame b(t);
  const std::size_t object = wait.call.objects[awaited(states, wait)];
  if (why == transition::pulse) return "EVT-11";
  if (why == transition::time_out) return "EVT-19";
  if (why == transition::poll_unset) return "EVT-18";
  if (why == transition::refuse_closed || why == transition::refuse_closed_several) return "EVT-03";
  if (why == transition::refuse_closed_signal) return "EVT-29";
  if (why == transition::find_set) {
    if (wait.call.op == operation::signal_and_wait) return "EVT-30";
    const std::string_view culprit = b.taken_for_unset(object);
    return culprit == "EVT-09" ? "EVT-15" : culprit;
  }
  const auto closes = b.calls_of(operation::close, object);
  if (std::ranges::any_of(closes, [&](const call_record* c) { return c->begin > wait.begin; })) return "EVT-05";
  const auto sets = b.sets_of(object);
  const bool asleep = std::ranges::any_of(
      sets, [&](const call_record* c) { return c->begin > wait.begin && b.slept_between(wait.begin, c->begin); });
  const auto waits = std::ranges::count_if(t.calls(), [&](const call_record& c) {
    return is_wait(c.call.op) && b.reaches(c, object) && (c.succeeded() || !c.end);
  });
  if (why == transition::set_handed_over) {
    return asleep || (waits > 1 && sets.size() > 1) ? "EVT-12" : "EVT-17";
  }
  const bool still_set =
      std::ranges::any_of(states, [&](const traced_state& s) { return s.state.objects[b.event(object)].set; });
  if (!still_set) return "EVT-08";
  return asleep || waits > 1 ? "EVT-07" : "EVT-17";
}

std::string_view wait_clause(const trail& t, const std::vector<traced_state>& states, const call_record& wait) {
  const transition why = release_of(states, wait.call.thread);
  const blame b(t);
  switch (wait.call.op) {
    case operation::wait_all:
      if (why == transition::reject_duplicate) return "EVT-26";
      if (why == transition::reject_empty) return "EVT-27";
      if (why == transition::all_find_set || why == transition::set_manual || why == transition::set_handed_over) {
        return "EVT-24";
      }
      break;
    case operation::wait_any:
      if (why == transition::reject_empty) return "EVT-27";
      if (why == transition::any_finds_set) {
        for (std::size_t i = 0; i < wait.call.object_count; ++i) {
          const std::string_view culprit = b.taken_for_unset(wait.call.objects[i]);
          if (culprit == "EVT-23" || culprit == "EVT-25") return culprit;
        }
        return "EVT-22";
      }
      break;
    default:
      break;
  }
  return single_wait_clause(t, states, wait, why);
}

}  // namespace

judgement judge_quiescent(const trail& t) {
  const std::vector<traced_state> states = untimed(t);
  const call_record* call = stranded(t, states);
  if (call == nullptr) {
    // Only a finite wait that a last quiescence leaves asleep gets here without a state in which it returns.
    const auto open = std::ranges::find_if(t.calls(), [](const call_record& c) { return !c.end; });
    if (open == t.calls().end()) return {verdict::misuse, "", 0};
    return {verdict::lost_wakeup, "EVT-19", open->call.thread};
  }
  const std::uint8_t thread = call->call.thread;
  if (is_wait(call->call.op)) return {verdict::lost_wakeup, wait_clause(t, states, *call), thread};
  switch (call->call.op) {
    case operation::set:
    case operation::reset:
    case operation::pulse:
    case operation::close:
      return {verdict::deadlock, "EVT-31", thread};
    default:
      return {verdict::deadlock, "HND-18", thread};
  }
}

judgement judge_released(const trail& t) {
  const model::label& l = t.refused();
  const std::size_t object = l.objects[0];
  const model::layout& objects = t.machine().objects();
  if (object >= objects.count || l.thread >= model::max_threads) return {verdict::misuse, "", l.thread};
  const blame b(t);
  const call_record* call = t.pending(l.thread);
  const bool event = objects.spec[object].kind != model::object_kind::safe_handle;
  const auto history = t.history();
  const auto before = std::ranges::count_if(history.first(history.size() - 1), [&](const model::label& e) {
    return e.kind == model::label_kind::released && e.objects[0] == object;
  });
  if (before > 0) {
    if (b.dropped_too_often(object) == "EVT-28") return {verdict::double_release, "EVT-28", l.thread};
    const bool disposal = call != nullptr && (call->call.op == operation::dispose || call->call.op == operation::close);
    const std::string_view again = event ? "EVT-04" : "HND-12";
    const bool others = b.calls_of(operation::dispose, object).size() + b.calls_of(operation::close, object).size() > 1;
    return {verdict::double_release, disposal && others ? again : "HND-08", l.thread};
  }
  if (!objects.spec[object].owns || !objects.spec[object].valid) return {verdict::double_release, "HND-10", l.thread};
  const bool invalidated = !b.calls_of(operation::set_invalid, object).empty();
  if (invalidated) return {verdict::double_release, "HND-16", l.thread};
  std::string_view clause = b.dropped_too_often(object);
  if (event && clause == "HND-12") clause = "EVT-04";
  if (event && clause == "HND-09" && call != nullptr && call->call.op == operation::close) clause = "EVT-05";
  return {verdict::use_after_close, clause, l.thread};
}

}  // namespace selvage::conform

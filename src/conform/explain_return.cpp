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

struct way_out {
  std::int16_t result{};
  transition why{};
};

struct returns {
  std::vector<way_out> possible;               ///< the machine's returns
  std::vector<const traced_state*> releasing;  ///< states in which the resource must be released first
};

returns returns_of(const trail& t, std::uint8_t thread) {
  returns r;
  for (const traced_state& s : t.states()) {
    const model::pending_call& c = s.state.threads[thread];
    if (c.at == phase::done) r.possible.push_back({c.result, s.why[thread]});
    if (c.at == phase::releasing) r.releasing.push_back(&s);
  }
  return r;
}

bool is_wait(operation op) {
  return op == operation::wait || op == operation::wait_any || op == operation::wait_all ||
         op == operation::signal_and_wait;
}

bool success(std::int16_t result) { return result >= 0 && result != outcome::timed_out; }

/// The handle may be disposed and still open, because references are left.
bool disposed_but_open(const trail& t, std::size_t object) {
  return std::ranges::any_of(t.states(), [&](const traced_state& s) {
    const model::object_state& o = s.state.objects[object];
    return o.disposed && !o.closed;
  });
}

judgement unexpected_exception(const trail& t, const call_record& call, const returns& r) {
  judgement j{verdict::unexpected_exception, "", call.call.thread};
  const blame b(t);
  const std::size_t object = call.call.objects[0];
  const bool disposed = t.refused().result == outcome::object_disposed;
  switch (call.call.op) {
    case operation::add_ref:
      j.clause = "HND-02";
      return j;
    case operation::release: {
      const std::string_view culprit = b.dropped_too_often(object);
      j.clause = culprit == "HND-09" ? "HND-04" : culprit;
      return j;
    }
    case operation::dispose:
    case operation::close: {
      const bool again = std::ranges::any_of(r.possible, [](const way_out& w) {
        return w.why == transition::dispose_again || w.why == transition::close_again;
      });
      const bool close = call.call.op == operation::close;
      if (again) {
        j.clause = close ? "EVT-04" : b.dropped_too_often(object) == "HND-13" ? "HND-13" : "HND-12";
      } else {
        j.clause = b.dropped_too_often(object) == "EVT-28" ? "EVT-28" : "HND-11";
      }
      return j;
    }
    case operation::set_invalid:
      j.clause = "HND-15";
      return j;
    case operation::is_closed:
      j.clause = "HND-17";
      return j;
    default:
      break;
  }
  if (disposed) {
    for (std::size_t i = 0; i < call.call.object_count && j.clause.empty(); ++i) {
      const std::size_t used = call.call.objects[i];
      if (disposed_but_open(t, used)) {
        j.clause = "EVT-05";
      } else if (b.dropped_too_often(used) == "EVT-28") {
        j.clause = "EVT-28";
      } else if (b.closed_elsewhere(used)) {
        j.clause = "EVT-06";
      }
    }
    if (j.clause.empty()) j.clause = "HND-02";
    return j;
  }
  if (t.refused().result == outcome::argument) {
    j.clause = call.call.op == operation::wait_any ? "EVT-26" : "EVT-24";
  }
  if (j.clause.empty() && !r.possible.empty() && r.possible.front().why != transition::none) {
    j.clause = model::info(r.possible.front().why).clauses.front();
  }
  if (j.clause.empty() && is_wait(call.call.op)) j.clause = r.possible.empty() ? "EVT-21" : "EVT-16";
  if (j.clause.empty()) j.clause = "EVT-31";
  return j;
}

judgement missing_exception(const call_record& call, std::int16_t due, transition why) {
  judgement j{verdict::missing_exception, "", call.call.thread};
  if (why != transition::none) j.clause = model::info(why).clauses.front();
  if (why == transition::refuse_closed_several) j.clause = "EVT-03";
  if (due == outcome::object_disposed) j.verdict = verdict::use_after_close;
  return j;
}

/// is-closed told the wrong thing.
judgement wrong_closed(const trail& t, const call_record& call) {
  judgement j{verdict::wrong_result, "HND-17", call.call.thread};
  const std::size_t object = call.call.objects[0];
  const auto used = std::ranges::count_if(t.calls(), [&](const call_record& c) { return c.call.objects[0] == object; });
  if (used == 1) j.clause = "HND-01";
  if (t.refused().result != outcome::no) return j;
  const bool references =
      std::ranges::all_of(t.states(), [&](const traced_state& s) { return s.state.objects[object].references != 0; });
  j.clause = references ? "HND-15" : "HND-06";
  return j;
}

judgement wrong_wait(const trail& t, const call_record& call, const returns& r) {
  judgement j{verdict::wrong_result, "", call.call.thread};
  const blame b(t);
  const std::int16_t got = t.refused().result;
  const bool may_succeed = std::ranges::any_of(r.possible, [](const way_out& w) { return success(w.result); });
  const std::size_t single = call.call.op == operation::signal_and_wait ? 1 : 0;
  if (!success(got)) {
    if (call.call.timeout_ms < 0) {
      j.clause = "EVT-19";
    } else if (call.call.op == operation::wait_all) {
      j.clause = "EVT-24";
    } else {
      // The implementation took for unset what the machine has set: of several, the one the machine would return.
      std::size_t position = single;
      if (call.call.op == operation::wait_any && may_succeed) {
        position = static_cast<std::size_t>(
            std::ranges::find_if(r.possible, [](const way_out& w) { return success(w.result); })->result);
      }
      j.clause = b.taken_for_unset(call.call.objects[position]);
    }
    return j;
  }
  if (call.call.op == operation::wait_any) {
    const bool in_range = got < call.call.object_count;
    const bool other_index = may_succeed || !in_range;
    j.clause = other_index ? "EVT-22" : b.taken_for_set(call.call.objects[static_cast<std::size_t>(got)]);
    return j;
  }
  if (call.call.op == operation::wait_all) {
    j.clause = "EVT-24";
    return j;
  }
  j.clause = b.taken_for_set(call.call.objects[single]);
  return j;
}

}  // namespace

judgement judge_return(const trail& t) {
  const model::label& l = t.refused();
  const call_record* call = t.pending(l.thread);
  if (call == nullptr || l.thread >= model::max_threads) return {verdict::misuse, "", l.thread};
  const returns r = returns_of(t, l.thread);
  const auto allows = [&](auto predicate) { return std::ranges::any_of(r.possible, predicate); };
  if (l.overdue != 0 && l.result == outcome::timed_out &&
      allows([](const way_out& w) { return w.result == outcome::timed_out; })) {
    return {verdict::wrong_result, "EVT-20", l.thread};
  }
  for (const traced_state* s : r.releasing) {
    const model::pending_call& c = s->state.threads[l.thread];
    if (c.result != l.result) continue;
    const std::string_view kept = blame(t).kept_too_long(c.releasing);
    return {verdict::missing_release, is_wait(call->call.op) && kept == "HND-07" ? "EVT-02" : kept, l.thread};
  }
  const bool disposed_due =
      !r.possible.empty() && !allows([](const way_out& w) { return w.result != outcome::object_disposed; });
  const bool argument_due = !r.possible.empty() && !allows([](const way_out& w) {
    return w.result != outcome::argument && w.result != outcome::object_disposed;
  });
  if (l.result < 0) return unexpected_exception(t, *call, r);
  if (disposed_due || argument_due) {
    const way_out& w = r.possible.front();
    return missing_exception(*call, w.result, w.why);
  }
  if (call->call.op == operation::is_closed) return wrong_closed(t, *call);
  if (is_wait(call->call.op)) return wrong_wait(t, *call, r);
  std::string_view clause = "EVT-31";
  if (!r.possible.empty() && r.possible.front().why != transition::none) {
    clause = model::info(r.possible.front().why).clauses.front();
  }
  return {verdict::wrong_result, clause, l.thread};
}

}  // namespace selvage::conform

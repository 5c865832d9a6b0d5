#include "model/invariants.h"

#include <algorithm>
#include <bit>

#include "model/event_rules.h"

namespace selvage::model {
namespace {

constexpr std::array<invariant_info, static_cast<std::size_t>(invariant::count_)> table{{
    {"a handle is open exactly as long as it has references, set-invalid aside", "HND-06"},
    {"references balance: one for the handle, one for each taken, less those dropped", "HND-04"},
    {"a handle that a call holds is not closed", "EVT-02"},
    {"no thread waits for what is set", "EVT-17"},
    {"every call that does not wait can go on", "EVT-31"},
    {"disposed and closed marks stay", "HND-13"},
    {"a closed handle takes no reference", "HND-03"},
    {"a resource is released at most once, and not while references are left", "HND-08"},
    {"the resource of a closed handle has been released", "HND-07"},
    {"a set releases every thread that waits for a manual-reset event", "EVT-07"},
    {"a pulse releases those that a set would release", "EVT-11"},
    {"one signal of an auto-reset event satisfies one wait", "EVT-14"},
    {"a wait succeeds only on a signal", "EVT-16"},
    {"a call that fails or times out changes no event", "EVT-19"},
    {"a wait-any consumes its index alone", "EVT-23"},
    {"a wait-all consumes all its events", "EVT-24"},
}};

bool is_wait(operation op) {
  return op == operation::wait || op == operation::wait_any || op == operation::wait_all ||
         op == operation::signal_and_wait;
}

bool is_signal(transition t) {
  switch (t) {
    case transition::set_manual:
    case transition::set_handed_over:
    case transition::set_kept:
    case transition::set_folded:
    case transition::pulse:
      return true;
    default:
      return false;
  }
}

/// The wait of thread t succeeded in this step.
bool succeeded(const state& before, const state& after, std::size_t t) {
  const pending_call& was = before.threads[t];
  const pending_call& is = after.threads[t];
  const bool could =
      was.at == phase::acting || was.at == phase::testing || was.at == phase::waiting || was.at == phase::borrowed;
  return is_wait(was.op) && could && (is.at == phase::leaving || is.at == phase::done) && is.result >= 0 &&
         is.result != outcome::timed_out;
}

/// The events that the success consumes, as a mask of auto-reset events.
unsigned consumed(const layout& l, const pending_call& c) {
  unsigned mask = 0;
  const auto add = [&](std::size_t position) {
    const std::size_t object = c.objects[position];
    if (l.automatic[object]) mask |= 1U << l.event[object];
  };
  if (c.op == operation::wait_all) {
    for (std::size_t i = 0; i < c.count; ++i) add(i);
  } else if (c.op == operation::wait_any) {
    add(static_cast<std::size_t>(c.result));
  } else {
    add(c.op == operation::signal_and_wait ? 1 : 0);
  }
  return mask;
}

unsigned set_mask(const state& s) {
  unsigned mask = 0;
  for (std::size_t o = 0; o < max_objects; ++o) mask |= static_cast<unsigned>(s.objects[o].set) << o;
  return mask;
}

/// The event that the step signals, as a mask; 0 when it signals none.
unsigned signalled(const layout& l, const state& before, const step& taken) {
  if (!is_signal(taken.via) || taken.via == transition::set_folded) return 0;
  return 1U << l.event[before.threads[taken.thread].objects[0]];
}

std::optional<invariant> broken_by_signal(const machine& m, const state& before, const step& taken) {
  const layout& l = m.objects();
  const std::size_t object = before.threads[taken.thread].objects[0];
  state raised = before;
  raised.objects[l.event[object]].set = true;
  std::size_t ready = 0;
  std::size_t released = 0;
  for (std::size_t t = 0; t < max_threads; ++t) {
    if (before.threads[t].at != phase::waiting || !event_rules::test(l, raised, before.threads[t])) continue;
    ++ready;
    if (taken.next.threads[t].at != phase::waiting) ++released;
  }
  const bool pulse = taken.via == transition::pulse;
  const auto broken = pulse                 ? invariant::pulse_releases
                      : l.automatic[object] ? invariant::one_wait_a_signal
                                            : invariant::set_releases_all;
  if (taken.via == transition::set_folded) return std::nullopt;
  if (pulse && taken.next.objects[l.event[object]].set) return broken;
  if (l.automatic[object]) return released == std::min<std::size_t>(ready, 1) ? std::nullopt : std::optional(broken);
  // Threads that wait for all may compete for an auto-reset event; each of them is checked by no_satisfiable_waiter.
  for (std::size_t t = 0; t < max_threads; ++t) {
    const pending_call& c = before.threads[t];
    if (c.at != phase::waiting || c.op == operation::wait_all || !event_rules::test(l, raised, c)) continue;
    if (taken.next.threads[t].at == phase::waiting) return broken;
  }
  return std::nullopt;
}

}  // namespace

std::span<const invariant_info> invariants() noexcept { return table; }

std::optional<invariant> broken_by_state(const machine& m, const state& s, const past& p,
                                         const std::vector<step>& steps) {
  const layout& l = m.objects();
  bool idle = true;
  unsigned moving = 0;
  for (const step& taken : steps) moving |= 1U << taken.thread;
  for (std::size_t t = 0; t < max_threads; ++t) {
    const pending_call& c = s.threads[t];
    if (c.at == phase::idle) continue;
    idle = false;
    for (std::size_t i = 0; i < c.count; ++i) {
      if ((c.held >> i & 1U) != 0 && s.objects[c.objects[i]].closed && !p[c.objects[i]].invalidated) {
        return invariant::held_is_open;
      }
    }
    if (c.at == phase::waiting) {
      if (event_rules::test(l, s, c)) return invariant::no_satisfiable_waiter;
    } else if (c.at != phase::done && c.at != phase::releasing && (moving >> t & 1U) == 0) {
      return invariant::progress;
    }
  }
  for (std::size_t o = 0; o < l.count; ++o) {
    const object_state& h = s.objects[o];
    if (!h.closed && h.references == 0) return invariant::open_has_references;
    if (h.closed && h.references != 0 && !p[o].invalidated) return invariant::open_has_references;
    if (h.references != p[o].balance) return invariant::references_balance;
    const bool due = h.closed && !p[o].invalidated && l.spec[o].owns && l.spec[o].valid;
    if (idle && due && !p[o].released) return invariant::released_at_last;
  }
  return std::nullopt;
}

std::optional<invariant> broken_by_step(const machine& m, const state& before, const past& p, const step& taken) {
  const layout& l = m.objects();
  const state& after = taken.next;
  for (std::size_t o = 0; o < l.count; ++o) {
    const object_state& was = before.objects[o];
    const object_state& is = after.objects[o];
    if ((was.disposed && !is.disposed) || (was.closed && !is.closed)) return invariant::marks_stay;
    if (was.closed && is.references > was.references) return invariant::closed_takes_none;
  }
  const pending_call& mine = after.threads[taken.thread];
  const pending_call& was_mine = before.threads[taken.thread];
  if (mine.at == phase::releasing && was_mine.at != phase::releasing) {
    const std::size_t o = mine.releasing;
    if (p[o].released || p[o].invalidated || after.objects[o].references != 0) return invariant::released_once;
  }
  const unsigned raised = set_mask(before) | signalled(l, before, taken);
  unsigned taken_by_waits = 0;
  for (std::size_t t = 0; t < max_threads; ++t) {
    if (!succeeded(before, after, t)) continue;
    state at_signal = before;
    for (std::size_t o = 0; o < max_objects; ++o) at_signal.objects[o].set = (raised >> o & 1U) != 0;
    if (!event_rules::test(l, at_signal, before.threads[t])) return invariant::success_needs_a_signal;
    const unsigned mask = consumed(l, after.threads[t]);
    if ((taken_by_waits & mask) != 0) return invariant::one_wait_a_signal;
    taken_by_waits |= mask;
    if ((set_mask(after) & mask) != 0) {
      return before.threads[t].op == operation::wait_all ? invariant::all_consumes_all : invariant::one_wait_a_signal;
    }
  }
  if (is_signal(taken.via)) {
    if (const auto broken = broken_by_signal(m, before, taken)) return broken;
  } else if (taken.via != transition::reset) {
    const unsigned expected = raised & ~taken_by_waits;
    if (set_mask(after) != expected) {
      return taken_by_waits != 0 ? invariant::any_consumes_one : invariant::failure_changes_nothing;
    }
  }
  return std::nullopt;
}

past remember(const state& before, const past& p, const step& taken) {
  past next = p;
  const pending_call& c = before.threads[taken.thread];
  object_past& first = next[c.objects[0]];
  const auto other_position = [&](std::uint8_t from, std::uint8_t to) -> object_past* {
    for (std::size_t i = 0; i < c.count; ++i) {
      if (((from ^ to) >> i & 1U) != 0) return &next[c.objects[i]];
    }
    return nullptr;
  };
  switch (taken.via) {
    case transition::add_reference:
      ++first.balance;
      break;
    case transition::drop_reference:
    case transition::drop_last_reference:
    case transition::dispose:
    case transition::dispose_last:
    case transition::close:
    case transition::close_last:
      --first.balance;
      break;
    case transition::invalidate:
      if (!before.objects[c.objects[0]].closed) first.invalidated = true;
      break;
    case transition::take_reference:
    case transition::give_back:
    case transition::give_back_last:
      if (object_past* o = other_position(c.held, taken.next.threads[taken.thread].held)) {
        o->balance = static_cast<std::uint8_t>(o->balance + (taken.via == transition::take_reference ? 1 : -1));
      }
      break;
    case transition::close_under_waiters: {
      --first.balance;
      for (std::size_t t = 0; t < max_threads; ++t) {
        const auto lost = std::popcount(static_cast<unsigned>(before.threads[t].held & ~taken.next.threads[t].held));
        first.balance = static_cast<std::uint8_t>(first.balance - lost);
      }
      break;
    }
    default:
      break;
  }
  return next;
}

}  // namespace selvage::model

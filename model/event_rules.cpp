#include "model/event_rules.h"

namespace selvage::model::event_rules {
namespace {

/// What a wait no longer holds does not reach it.
bool is_set(const layout& l, const state& s, const pending_call& c, std::size_t position) noexcept {
  return (c.held >> position & 1U) != 0 && s.objects[l.event[c.objects[position]]].set;
}

/// The position a single wait is about: signal-and-wait waits on its second object.
std::size_t waited(const pending_call& c) noexcept { return c.op == operation::signal_and_wait ? 1 : 0; }

void consume(const layout& l, state& s, std::size_t object) noexcept {
  if (l.automatic[object]) s.objects[l.event[object]].set = false;
}

/// True when the wait's success with `result` would leave some event unset.
bool consumes(const layout& l, const pending_call& c, std::int16_t result) noexcept {
  switch (c.op) {
    case operation::wait_all:
      for (std::size_t i = 0; i < c.count; ++i) {
        if (l.automatic[c.objects[i]]) return true;
      }
      return false;
    case operation::wait_any:
      return l.automatic[c.objects[static_cast<std::size_t>(result)]];
    default:
      return l.automatic[c.objects[waited(c)]];
  }
}

bool listens(const pending_call& c, bool borrowed_too) noexcept {
  return c.at == phase::waiting || (borrowed_too && c.at == phase::borrowed);
}

/// Releases every waiting thread that can be; where two compete for one signal, every outcome is appended.
void settle(const layout& l, state s, bool borrowed_too, std::vector<state>& out) {
  bool competing = false;
  for (std::size_t t = 0; t < max_threads; ++t) {
    if (!listens(s.threads[t], borrowed_too)) continue;
    const auto result = test(l, s, s.threads[t]);
    if (!result) continue;
    if (consumes(l, s.threads[t], *result)) {
      competing = true;
    } else {
      satisfy(l, s, t, *result);
    }
  }
  if (!competing) {
    out.push_back(s);
    return;
  }
  for (std::size_t t = 0; t < max_threads; ++t) {
    if (!listens(s.threads[t], borrowed_too)) continue;
    if (const auto result = test(l, s, s.threads[t])) {
      state chosen = s;
      satisfy(l, chosen, t, *result);
      settle(l, chosen, borrowed_too, out);
    }
  }
}

/// True when a wait that the auto-reset event satisfied has not returned yet: a set now may be folded into that one.
bool consumer_under_way(const layout& l, const state& s, std::size_t event) noexcept {
  for (const pending_call& c : s.threads) {
    if (c.at != phase::leaving && c.at != phase::releasing && c.at != phase::done) continue;
    if (c.result < 0 || c.result == outcome::timed_out) continue;
    const bool all = c.op == operation::wait_all;
    if (!all && c.op != operation::wait && c.op != operation::wait_any && c.op != operation::signal_and_wait) continue;
    const std::size_t won = c.op == operation::wait_any ? static_cast<std::size_t>(c.result) : waited(c);
    for (std::size_t i = 0; i < c.count; ++i) {
      if ((all || i == won) && l.event[c.objects[i]] == event) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<std::int16_t> test(const layout& l, const state& s, const pending_call& c) noexcept {
  switch (c.op) {
    case operation::wait_any:
      for (std::size_t i = 0; i < c.count; ++i) {
        if (is_set(l, s, c, i)) return static_cast<std::int16_t>(i);
      }
      return std::nullopt;
    case operation::wait_all:
      for (std::size_t i = 0; i < c.count; ++i) {
        if (!is_set(l, s, c, i)) return std::nullopt;
      }
      return outcome::ok;
    default:
      return is_set(l, s, c, waited(c)) ? std::optional{outcome::ok} : std::nullopt;
  }
}

void satisfy(const layout& l, state& s, std::size_t thread, std::int16_t result) noexcept {
  pending_call& c = s.threads[thread];
  if (c.op == operation::wait_all) {
    for (std::size_t i = 0; i < c.count; ++i) consume(l, s, c.objects[i]);
  } else if (c.op == operation::wait_any) {
    consume(l, s, c.objects[static_cast<std::size_t>(result)]);
  } else {
    consume(l, s, c.objects[waited(c)]);
  }
  c.result = result;
  c.at = phase::leaving;
}

void set(const layout& l, const profile& p, const state& s, std::size_t object, std::vector<effect>& out) {
  const std::size_t event = l.event[object];
  state raised = s;
  raised.objects[event].set = true;
  std::vector<state> settled;
  settle(l, raised, !p.allows(liberty::missed_set_reset), settled);
  for (const state& next : settled) {
    const auto via = !l.automatic[object]      ? transition::set_manual
                     : next.objects[event].set ? transition::set_kept
                                               : transition::set_handed_over;
    out.push_back({next, via});
  }
  if (l.automatic[object] && p.allows(liberty::coalesced_sets) && consumer_under_way(l, s, event)) {
    out.push_back({s, transition::set_folded});
  }
}

void pulse(const layout& l, const profile& p, const state& s, std::size_t object, std::vector<effect>& out) {
  const std::size_t event = l.event[object];
  state raised = s;
  raised.objects[event].set = true;
  std::vector<state> settled;
  settle(l, raised, !p.allows(liberty::missed_pulse), settled);
  for (state& next : settled) {
    next.objects[event].set = false;
    out.push_back({next, transition::pulse});
  }
}

void reset(const layout& l, state& s, std::size_t object) noexcept { s.objects[l.event[object]].set = false; }

transition test_step(const layout& l, state& s, std::size_t thread) noexcept {
  pending_call& c = s.threads[thread];
  if (const auto result = test(l, s, c)) {
    satisfy(l, s, thread, *result);
    if (c.op == operation::wait_any) return transition::any_finds_set;
    return c.op == operation::wait_all ? transition::all_find_set : transition::find_set;
  }
  if (c.timeout == patience::poll) {
    c.result = outcome::timed_out;
    c.at = phase::leaving;
    return transition::poll_unset;
  }
  c.at = phase::waiting;
  return c.op == operation::wait_all ? transition::all_begin_waiting : transition::begin_waiting;
}

}  // namespace selvage::model::event_rules

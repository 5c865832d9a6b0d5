#include "src/conform/blame.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace selvage::conform {
namespace {

using model::label_kind;
using model::operation;
namespace outcome = model::outcome;

/// Position in the history at which a call was last at work.
std::size_t last_seen(const call_record& c) { return c.end ? *c.end : static_cast<std::size_t>(-1); }

bool timed_out(const call_record& c) { return c.end && c.result == outcome::timed_out; }

}  // namespace

bool blame::reaches(const call_record& c, std::size_t object) const {
  for (std::size_t i = 0; i < c.call.object_count; ++i) {
    if (event(c.call.objects[i]) == event(object)) return true;
  }
  return false;
}

bool blame::slept_between(std::size_t from, std::size_t to) const {
  const auto history = trail_.history();
  to = std::min(to, history.size() - 1);
  for (std::size_t i = from; i < to; ++i) {
    if (history[i].kind == label_kind::quiescent) return true;
  }
  return false;
}

std::vector<const call_record*> blame::calls_of(operation op, std::size_t object) const {
  std::vector<const call_record*> out;
  for (const call_record& c : trail_.calls()) {
    if (c.call.op == op && c.call.object_count > 0 && c.call.objects[0] == object) out.push_back(&c);
  }
  return out;
}

std::vector<const call_record*> blame::sets_of(std::size_t object) const {
  std::vector<const call_record*> out;
  for (const call_record& c : trail_.calls()) {
    const bool sets = c.call.op == operation::set || c.call.op == operation::signal_and_wait;
    if (sets && event(c.call.objects[0]) == event(object) && (!c.end || c.result >= 0)) out.push_back(&c);
  }
  return out;
}

std::string_view blame::taken_for_set(std::size_t object) const {
  std::vector<const call_record*> calls;
  for (const call_record& c : trail_.calls()) {
    if (reaches(c, object)) calls.push_back(&c);
  }
  std::ranges::sort(calls, {}, [](const call_record* c) { return std::pair(last_seen(*c), c->begin); });
  for (const call_record* c : calls | std::views::reverse) {
    switch (c->call.op) {
      case operation::signal_and_wait:
        if (c->end && c->result == outcome::object_disposed && event(c->call.objects[0]) == event(object)) {
          return "EVT-29";
        }
        if (c->succeeded() && automatic(object) && event(c->call.objects[1]) == event(object)) return "EVT-14";
        break;
      case operation::reset:
        return "EVT-10";
      case operation::pulse:
        return "EVT-11";
      case operation::wait:
        if (c->succeeded() && automatic(object)) return "EVT-14";
        break;
      case operation::wait_any:
        if (c->succeeded() && automatic(object) &&
            event(c->call.objects[static_cast<std::size_t>(c->result)]) == event(object)) {
          return "EVT-14";
        }
        break;
      case operation::wait_all:
        if (c->succeeded() && automatic(object)) return "EVT-24";
        break;
      case operation::set:
        if (c->end && c->result == outcome::object_disposed) return "EVT-03";
        break;
      default:
        break;
    }
  }
  // Only a poll says for sure what it took the event for; a wait may have been woken for no reason.
  const call_record* wait = trail_.pending(trail_.refused().thread);
  const bool poll = wait != nullptr && wait->call.timeout_ms == 0;
  return calls.size() <= 1 && poll ? "EVT-01" : "EVT-16";
}

std::string_view blame::taken_for_unset(std::size_t object) const {
  const auto sets = sets_of(object);
  const std::size_t since = sets.empty() ? 0 : sets.back()->begin;
  const bool consumed = automatic(object);
  for (const call_record& c : trail_.calls()) {
    if (!consumed || !reaches(c, object) || last_seen(c) < since) continue;
    if (c.call.op == operation::wait_any && c.succeeded() &&
        event(c.call.objects[static_cast<std::size_t>(c.result)]) != event(object)) {
      return "EVT-23";
    }
    if (c.call.op == operation::wait_all && !c.succeeded() && c.call.thread != trail_.refused().thread) {
      return "EVT-25";
    }
    if (c.call.op == operation::wait && timed_out(c) && c.call.timeout_ms > 0) return "EVT-19";
  }
  if (sets.empty()) return "EVT-01";
  const bool through_this =
      std::ranges::any_of(sets, [&](const call_record* c) { return c->call.objects[0] == object; });
  if (!through_this) return "EVT-06";
  return consumed ? "EVT-13" : "EVT-09";
}

bool blame::closed_elsewhere(std::size_t object) const {
  if (!calls_of(operation::close, object).empty()) return false;
  return std::ranges::any_of(trail_.calls(), [&](const call_record& c) {
    return c.call.op == operation::close && event(c.call.objects[0]) == event(object);
  });
}

// Several handles, one of them closed: the call has given references back, or is about to.
bool blame::rolled_back(std::size_t object) const {
  return std::ranges::any_of(trail_.calls(), [&](const call_record& c) {
    if (c.call.object_count < 2) return false;
    const auto objects = std::span(c.call.objects).first(c.call.object_count);
    if (std::ranges::find(objects, object) == objects.end()) return false;
    if (c.end) return c.result == outcome::object_disposed;
    return c.call.thread == trail_.refused().thread && std::ranges::any_of(objects, [&](std::size_t o) {
             return std::ranges::any_of(trail_.states(),
                                        [&](const traced_state& s) { return s.state.objects[o].closed; });
           });
  });
}

std::string_view blame::dropped_too_often(std::size_t object) const {
  if (rolled_back(object)) return "EVT-28";
  auto disposals = calls_of(operation::dispose, object);
  for (const call_record* c : calls_of(operation::close, object)) disposals.push_back(c);
  if (disposals.size() >= 2) {
    const std::size_t first = last_seen(*disposals.front());
    const auto releases = calls_of(operation::release, object);
    const bool between = std::ranges::any_of(
        releases, [&](const call_record* c) { return last_seen(*c) > first && c->begin < disposals.back()->begin; });
    return between ? "HND-13" : "HND-12";
  }
  return "HND-09";
}

std::string_view blame::kept_too_long(std::size_t object) const { return rolled_back(object) ? "EVT-28" : "HND-07"; }

}  // namespace selvage::conform

#include "model/registration.h"

#include <algorithm>
#include <stdexcept>

#include "model/operation.h"
#include "model/safe_handle.h"

namespace selvage::model {
namespace {

using call_phase = registration_call::phase;
using at = registration_phase;

constexpr std::size_t first_waiting_thread = registration::first_waiting_thread;
static_assert(first_waiting_thread + max_registrations <= max_threads);

/// Callbacks of a registration that may be queued at once; one that repeats on an event that stays set queues no more.
constexpr unsigned most_queued = 4;

constexpr std::int16_t yes = outcome::yes;

pending_call& thread_of(registration::state& s, std::size_t index) {
  return s.events.threads[first_waiting_thread + index];
}
const pending_call& thread_of(const registration::state& s, std::size_t index) {
  return s.events.threads[first_waiting_thread + index];
}

unsigned queued(const registration_state& r) noexcept { return unsigned{r.signalled} + r.timed_out; }

bool runs(const registration::state& s, std::size_t index) noexcept {
  return std::ranges::find(s.callbacks, static_cast<std::uint8_t>(index + 1)) != s.callbacks.end();
}

bool busy(const registration::state& s, std::size_t index) noexcept {
  return queued(s.registrations[index]) != 0 || runs(s, index);
}

void finish(registration_call& c, std::int16_t result) noexcept {
  c.at = call_phase::done;
  c.result = result;
}

}  // namespace

registration::registration(std::span<const object_spec> objects, const profile& p)
    : events_(objects, p, first_waiting_thread), specs_(objects.begin(), objects.end()) {
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const family of = info(objects[i].kind).of;
    if (of != family::events && of != family::registrations)
      throw std::invalid_argument("registrations are checked with events alone");
    if (of == family::events) continue;
    if (objects[i].original >= objects.size() || info(objects[objects[i].original].kind).of != family::events)
      throw std::invalid_argument("a registration needs an event of the same machine");
    objects_.push_back(static_cast<std::uint8_t>(i));
  }
  if (objects_.size() > max_registrations)
    throw std::invalid_argument("at most two registrations are checked together");
}

registration::state registration::initial() const noexcept {
  state s;
  s.events = events_.initial();
  return s;
}

std::size_t registration::index_of(std::uint8_t object) const noexcept {
  return static_cast<std::size_t>(std::ranges::find(objects_, object) - objects_.begin());
}

// ---- labels

bool registration::take(state& s, const label& l) const noexcept {
  if (l.kind == label_kind::callback_begin || l.kind == label_kind::callback_end) return take_callback(s, l);
  if (l.kind == label_kind::released) {
    for (std::uint8_t t = 0; t < max_threads; ++t) {
      label of = l;
      of.thread = t;
      if (events_.take(s.events, of)) return true;
    }
    return false;
  }
  if (l.thread >= s.calls.size()) return false;
  registration_call& c = s.calls[l.thread];
  if (l.kind == label_kind::ret) {
    if (c.at == call_phase::idle) return events_.take(s.events, l);
    if (c.at != call_phase::done || c.result != l.result) return false;
    c = {};
    return true;
  }
  const auto first_own = first_callback_thread;
  if (l.thread >= first_own && s.callbacks[static_cast<std::size_t>(l.thread - first_own)] == 0) return false;
  if (c.at != call_phase::idle || s.events.threads[l.thread].at != phase::idle) return false;
  if (l.op == operation::none || info(l.op).of != family::registrations) return events_.take(s.events, l);
  const std::size_t index = l.object_count == 0 ? objects_.size() : index_of(l.objects[0]);
  if (index == objects_.size()) return false;
  c.at = call_phase::called;
  c.op = l.op;
  c.index = static_cast<std::uint8_t>(index);
  if (l.object_count > 1) c.completion = static_cast<std::uint8_t>(l.objects[1] + 1);
  return true;
}

bool registration::take_callback(state& s, const label& l) const noexcept {
  const std::size_t index = index_of(l.objects[0]);
  if (index == objects_.size() || l.thread < first_callback_thread || l.thread >= s.calls.size()) return false;
  const auto mine = static_cast<std::uint8_t>(index + 1);
  std::uint8_t& running = s.callbacks[static_cast<std::size_t>(l.thread - first_callback_thread)];
  if (l.kind == label_kind::callback_end) {
    if (running != mine || s.calls[l.thread].at != call_phase::idle || s.events.threads[l.thread].at != phase::idle)
      return false;
    running = 0;
    return true;
  }
  registration_state& r = s.registrations[index];
  std::uint8_t& waiting = l.result == outcome::timed_out ? r.timed_out : r.signalled;
  if (running != 0 || waiting == 0 || (l.result != outcome::timed_out && l.result != outcome::ok)) return false;
  --waiting;
  running = mine;
  return true;
}

// ---- steps

void registration::wait(state& s, std::size_t index) const noexcept {
  const std::int32_t timeout = spec(index).timeout_ms;
  pending_call& c = thread_of(s, index);
  c = {};
  c.at = phase::acting;
  c.op = operation::wait;
  c.count = 1;
  c.held = 1;
  c.objects[0] = spec(index).original;
  c.timeout = timeout < 0 ? patience::infinite : timeout == 0 ? patience::poll : patience::finite;
  s.registrations[index].at = at::waiting;
}

/// The thread gives back the reference that the registration holds; nothing else is left of the wait.
void registration::let_go(state& s, std::size_t index) const noexcept {
  pending_call& c = thread_of(s, index);
  c = {};
  c.at = phase::leaving;
  c.op = operation::wait;
  c.count = 1;
  c.held = 1;
  c.objects[0] = spec(index).original;
  s.registrations[index].at = at::letting_go;
}

void registration::steps(const state& s, std::vector<pattern_step<state>>& out) const {
  std::vector<step> inner;
  for (std::size_t t = 0; t < max_threads; ++t) {
    // A registration's wait that is satisfied keeps its reference: `own_steps` goes on with it.
    const std::size_t index = t - first_waiting_thread;
    if (t >= first_waiting_thread && index < objects_.size() && s.registrations[index].at == at::waiting &&
        s.events.threads[t].at == phase::leaving)
      continue;
    inner.clear();
    events_.steps_of(s.events, t, inner);
    for (const step& i : inner) {
      out.push_back({s, i.via, i.kind != step_kind::internal, i.kind == step_kind::time, i.thread});
      out.back().next.events = i.next;
    }
  }
  for (std::size_t t = 0; t < s.calls.size(); ++t) {
    if (s.calls[t].at == call_phase::idle || s.calls[t].at == call_phase::done) continue;
    if (s.calls[t].op == operation::register_wait) {
      register_steps(s, t, out);
    } else {
      unregister_steps(s, t, out);
    }
  }
  for (std::size_t i = 0; i < objects_.size(); ++i) own_steps(s, i, out);
}

void registration::register_steps(const state& s, std::size_t thread, steps_out& out) const {
  state next = s;
  registration_call& c = next.calls[thread];
  registration_state& r = next.registrations[c.index];
  transition via = transition::registration_begins;
  if (c.at == call_phase::publishing) {
    r.standing = registration_standing::known;
    finish(c, outcome::ok);
    via = transition::registration_known;
  } else if (r.at == at::unregistered) {
    r.at = at::beginning;
    r.registering = static_cast<std::uint8_t>(thread + 1);  // whose registering it is
  } else if (r.at != at::beginning || r.registering != thread + 1) {
    finish(c, outcome::invalid_operation);
    via = transition::register_again;
  } else if (r.registering = 0;
             safe_handle::add_ref(next.events.objects[spec(c.index).original]).result != outcome::ok) {
    r.at = at::unregistered;
    finish(c, outcome::object_disposed);
    via = transition::refuse_registration;
  } else {
    wait(next, c.index);
    c.at = call_phase::publishing;
  }
  out.push_back({next, via, false, false, static_cast<std::uint8_t>(thread)});
}

void registration::unregister_steps(const state& s, std::size_t thread, steps_out& out) const {
  state next = s;
  registration_call& c = next.calls[thread];
  registration_state& r = next.registrations[c.index];
  const bool blocking = c.op == operation::unregister_blocking;
  const auto mine = static_cast<std::uint8_t>(thread);
  const auto add = [&](transition via) { out.push_back({next, via, false, false, mine}); };
  switch (c.at) {
    case call_phase::called: {
      const bool own = thread >= first_callback_thread && s.callbacks[thread - first_callback_thread] == c.index + 1;
      if (r.standing == registration_standing::unknown) {
        finish(c, outcome::invalid_operation);
        return add(transition::unregister_unknown);
      }
      if (blocking && own) {
        finish(c, outcome::invalid_operation);
        return add(transition::refuse_drain);
      }
      const bool closed = c.completion != 0 && s.events.objects[c.completion - 1U].closed;
      if (closed) {
        state refused = s;
        finish(refused.calls[thread], outcome::object_disposed);
        refused.registrations[c.index].standing = registration_standing::refused;
        out.push_back({refused, transition::unregister_refused, false, false, mine});
      }
      if (r.unregistered) {
        finish(c, outcome::no);
        if (c.completion != 0) r.too_late = c.completion;
        return add(transition::unregister_again);
      }
      if (closed) return;
      if (c.completion != 0) safe_handle::add_ref(next.events.objects[c.completion - 1U]);
      r.unregistered = true;
      r.completion = c.completion;
      c.at = call_phase::removing;
      return add(transition::unregister_first);
    }
    case call_phase::removing: {
      const phase waits = thread_of(s, c.index).at;
      if (r.at == at::waiting && waits == phase::leaving) return;  // satisfied already: fires first
      if (r.at == at::waiting || r.at == at::between) let_go(next, c.index);
      next.registrations[c.index].removed = true;
      if (blocking) {
        c.at = call_phase::draining;
      } else {
        finish(c, yes);
      }
      return add(transition::remove_wait);
    }
    case call_phase::draining:
      if (busy(s, c.index)) return;
      finish(c, yes);
      return add(transition::drained);
    default:
      return;
  }
}

void registration::own_steps(const state& s, std::size_t index, steps_out& out) const {
  const registration_state& now = s.registrations[index];
  const pending_call& thread = thread_of(s, index);
  state next = s;
  registration_state& r = next.registrations[index];
  const auto mine = static_cast<std::uint8_t>(first_waiting_thread + index);
  const auto add = [&](transition via, bool may = false) { out.push_back({next, via, may, false, mine}); };
  switch (now.at) {
    case at::waiting:
      if (thread.at != phase::leaving) return;
      ++(thread.result == outcome::timed_out ? r.timed_out : r.signalled);
      if (spec(index).once) {
        let_go(next, index);
        return add(thread.result == outcome::timed_out ? transition::registration_times_out
                                                       : transition::registration_fires_once);
      }
      thread_of(next, index) = {};
      r.at = at::between;
      return add(thread.result == outcome::timed_out ? transition::registration_times_out
                                                     : transition::registration_fires);
    case at::between:
      // While a callback is still queued it may wait again, or only when that begins.
      if (now.removed || queued(now) >= most_queued) return;
      wait(next, index);
      return add(transition::registration_waits_again, queued(now) != 0);
    case at::letting_go:
      if (thread.at != phase::done) return;
      thread_of(next, index) = {};
      r.at = at::gone;
      return add(transition::registration_lets_go);
    case at::gone: {
      if (now.completion == 0 || !now.removed || busy(s, index)) return;
      pending_call& c = thread_of(next, index);
      c.at = phase::acting;
      c.op = operation::set;
      c.count = 1;
      c.held = 1;
      c.objects[0] = static_cast<std::uint8_t>(now.completion - 1);
      r.at = at::completing;
      return add(transition::completes);
    }
    case at::completing:
      if (thread.at != phase::done) return;
      thread_of(next, index) = {};
      r.at = at::completed;
      return add(transition::completes);
    default:
      return;
  }
}

std::string_view registration::broken(const state& s) const noexcept {
  for (std::size_t i = 0; i < objects_.size(); ++i) {
    const registration_state& r = s.registrations[i];
    const bool waits = r.at == at::waiting || r.at == at::between || thread_of(s, i).at == phase::leaving;
    if (waits && s.events.objects[spec(i).original].closed) return "REG-02";
    if (spec(i).once && queued(r) + (runs(s, i) ? 1U : 0U) > 1) return "REG-05";
    if (spec(i).once && busy(s, i) && (r.at == at::waiting || r.at == at::between)) return "REG-05";
    if (r.removed && (r.at == at::waiting || r.at == at::between)) return "REG-12";
    if (r.removed && !r.unregistered) return "REG-09";
    if (r.completion != 0 && !r.unregistered) return "REG-16";
    if (r.at == at::completing || r.at == at::completed) {
      if (busy(s, i) || !r.removed || r.completion == 0) return "REG-13";
    }
    // The completion event is referenced until it has been set.
    if (r.completion != 0 && r.at < at::completing && s.events.objects[r.completion - 1U].closed) return "REG-15";
  }
  return {};
}

}  // namespace selvage::model

#include "model/registration.h"

#include <algorithm>
#include <stdexcept>

#include "model/operation.h"
#include "model/safe_handle.h"

namespace selvage::model {
namespace {

using call_phase = registration_call::phase;
using at = registration_phase;

constexpr std::size_t first_waiting_thread = first_callback_thread + max_callbacks;
static_assert(first_waiting_thread + max_registrations <= max_threads);

/// Callbacks of a registration that may be queued at once; one that repeats on an event that stays set queues no more.
constexpr unsigned most_queued = 4;

constexpr std::int16_t yes = outcome::yes;

pending_call& thread_of(registration::state& s, std::size_t index) { return s.events.threads[first_waiting_thread + index]; }
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

bool over(at phase) noexcept { return phase >= at::letting_go; }

void finish(registration_call& c, std::int16_t result) noexcept {
  c.at = call_phase::done;
  c.result = result;
}

}  // namespace

registration::registration(std::span<const object_spec> objects, const profile& p)
    : events_(objects, p), specs_(objects.begin(), objects.end()) {
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const family of = info(objects[i].kind).of;
    if (of != family::events && of != family::registrations)
      throw std::invalid_argument("registrations are checked with events alone");
    if (of == family::events) continue;
    if (objects[i].original >= objects.size() || info(objects[objects[i].original].kind).of != family::events)
      throw std::invalid_argument("a registration needs an event of the same machine");
    objects_.push_back(static_cast<std::uint8_t>(i));
  }
  if (objects_.size() > max_registrations) throw std::invalid_argument("at most two registrations are checked together");
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
      out.push_back({s, i.via, i.kind != step_kind::internal, i.kind == step_kind::time});
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
    r.known = true;
    finish(c, outcome::ok);
    via = transition::registration_known;
  } else if (r.at == at::unregistered) {
    r.at = at::beginning;
    r.registering = static_cast<std::uint8_t>(thread + 1);  // whose registering it is
  } else if (r.at != at::beginning || r.registering != thread + 1) {
    finish(c, outcome::invalid_operation);
    via = transition::register_again;
  } else if (r.registering = 0; safe_handle::add_ref(next.events.objects[spec(c.index).original]).result != outcome::ok) {
    r.at = at::unregistered;
    finish(c, outcome::object_disposed);
    via = transition::refuse_registration;
  } else {
    wait(next, c.index);
    c.at = call_phase::publishing;
  }
  out.push_back({next, via});
}

void registration::unregister_steps(const state& s, std::size_t thread, steps_out& out) const {
  state next = s;
  registration_call& c = next.calls[thread];
  registration_state& r = next.registrations[c.index];
  const bool blocking = c.op == operation::unregister_blocking;
  const auto add = [&](transition via) { out.push_back({next, via}); };
  switch (c.at) {
    case call_phase::called: {
      const bool own = thread >= first_callback_thread && s.callbacks[thread - first_callback_thread] == c.index + 1;
      if (!r.known) {
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
        out.push_back({refused, transition::unregister_refused});
      }
      if (r.unregistered) {
        finish(c, outcome::no);
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
  const auto add = [&](transition via, bool may = false) { out.push_back({next, via, may, false}); };
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

// ---- explanations

/// The clause by which the event is still to be set as a completion event, or none.
std::string_view registration::completes(const state& s, std::uint8_t object) const noexcept {
  for (const registration_state& r : s.registrations) {
    if (r.completion == object + 1 && r.at < at::completing) return "REG-13";
  }
  return {};
}

void registration::outputs(const state& s, std::vector<output>& out) const {
  for (std::uint8_t t = 0; t < s.calls.size(); ++t) {
    const registration_call& c = s.calls[t];
    const pending_call& e = s.events.threads[t];
    label l;
    l.kind = label_kind::ret;
    l.thread = t;
    if (c.at == call_phase::done) {
      l.op = c.op;
      l.object_count = 1;
      l.objects[0] = objects_[c.index];
      l.result = c.result;
      std::string_view clause = "REG-09";
      if (c.op == operation::register_wait) clause = c.result == outcome::object_disposed ? "REG-01" : "REG-20";
      else if (c.result == outcome::no) clause = "REG-10";
      else if (c.result == outcome::object_disposed) clause = "REG-16";
      else if (c.result == outcome::invalid_operation)
        clause = s.registrations[c.index].known && c.op == operation::unregister_blocking ? "REG-18" : "REG-20";
      else if (c.op == operation::unregister_blocking) clause = "REG-17";
      out.push_back({l, clause});
    } else if (e.at == phase::done) {
      l.op = e.op;
      l.object_count = e.count;
      l.objects = e.objects;
      l.result = e.result;
      const bool waits = info(e.op).waits;
      std::string_view clause = e.result == outcome::object_disposed ? "EVT-03"
                                : !waits                             ? "EVT-31"
                                : e.result == outcome::timed_out     ? "EVT-19"
                                                                     : "EVT-07";
      for (std::size_t i = 0; waits && e.result == outcome::ok && i < e.count; ++i) {
        for (const registration_state& r : s.registrations) {
          if (r.completion == e.objects[i] + 1) clause = "REG-14";
        }
      }
      out.push_back({l, clause});
    }
  }
  for (const pending_call& c : s.events.threads) {
    if (c.at != phase::releasing) continue;
    label l;
    l.kind = label_kind::released;
    l.object_count = 1;
    l.objects[0] = c.releasing;
    const bool registered = std::ranges::any_of(
        objects_, [&](std::uint8_t o) { return specs_[o].original == c.releasing; });
    const bool completion = std::ranges::any_of(
        s.registrations, [&](const registration_state& r) { return r.completion == c.releasing + 1; });
    out.push_back({l, registered ? "REG-03" : completion ? "REG-15" : "HND-07"});
  }
  const auto free = std::ranges::find(s.callbacks, std::uint8_t{0}) - s.callbacks.begin();
  if (free >= max_callbacks) return;
  for (std::size_t i = 0; i < objects_.size(); ++i) {
    const registration_state& r = s.registrations[i];
    label l;
    l.kind = label_kind::callback_begin;
    l.thread = static_cast<std::uint8_t>(first_callback_thread + free);
    l.object_count = 1;
    l.objects[0] = objects_[i];
    if (r.signalled != 0) out.push_back({l, spec(i).once ? "REG-04" : "REG-06"});
    l.result = outcome::timed_out;
    if (r.timed_out != 0) out.push_back({l, "REG-07"});
  }
}

std::string_view registration::why_pending(const state& s, std::uint8_t thread) const noexcept {
  if (thread >= s.calls.size()) return {};
  switch (s.calls[thread].at) {
    case call_phase::removing:
      return "REG-12";
    case call_phase::draining:
      return "REG-17";
    case call_phase::idle:
      break;
    default:
      return {};
  }
  const pending_call& c = s.events.threads[thread];
  if (c.at != phase::waiting) return {};
  for (std::size_t i = 0; i < c.count; ++i) {
    if (const auto clause = completes(s, c.objects[i]); !clause.empty()) return clause;
    for (const registration_state& r : s.registrations) {
      if (r.at == at::completed && r.completion == c.objects[i] + 1) return "REG-13";
    }
  }
  for (std::size_t i = 0; i < c.count; ++i) {
    for (const registration_call& call : s.calls) {
      if (call.completion == c.objects[i] + 1) return "REG-10";
    }
  }
  return "EVT-16";
}

std::string_view registration::why_refused(const state& s, const label& l) const noexcept {
  if (l.kind == label_kind::released) {
    for (std::size_t i = 0; i < objects_.size(); ++i) {
      const at phase = s.registrations[i].at;
      if (spec(i).original == l.objects[0] && (phase == at::waiting || phase == at::between)) return "REG-02";
      if (s.registrations[i].completion == l.objects[0] + 1 && phase < at::completed) return "REG-15";
    }
    return "HND-08";
  }
  if (l.kind != label_kind::callback_begin && l.kind != label_kind::callback_end) return {};
  const std::size_t index = index_of(l.objects[0]);
  if (index == objects_.size()) return {};
  const registration_state& r = s.registrations[index];
  if (r.at == at::unregistered || r.at == at::beginning) return "REG-01";
  if (r.removed) return "REG-12";
  if (l.result == outcome::timed_out) return "REG-07";
  return over(r.at) ? "REG-05" : "REG-04";
}

std::string registration::describe(const state& s) const {
  static constexpr std::array<std::string_view, 8> names{"not registered", "registering", "between waits", "waiting",
                                                         "letting go",     "gone",        "completing",    "completed"};
  std::string line = events_.describe(s.events);
  for (std::size_t i = 0; i < objects_.size(); ++i) {
    const registration_state& r = s.registrations[i];
    line += "; registration " + std::to_string(objects_[i]) + ": " + std::string(names[static_cast<std::size_t>(r.at)]);
    if (r.unregistered) line += ", unregistered";
    if (queued(r) != 0) line += ", " + std::to_string(queued(r)) + " callbacks queued";
  }
  for (std::size_t t = 0; t < s.calls.size(); ++t) {
    const registration_call& c = s.calls[t];
    if (c.at == call_phase::idle) continue;
    line += "; thread " + std::to_string(t) + ": " + std::string(name(c.op)) + "(" +
            std::to_string(objects_[c.index]) + ")";
    if (c.at == call_phase::done) line += " returns " + describe_result(c.op, c.result);
  }
  return line;
}

}  // namespace selvage::model

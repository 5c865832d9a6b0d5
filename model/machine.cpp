#include "model/machine.h"

#include <stdexcept>

#include "model/event_rules.h"
#include "model/safe_handle.h"

namespace selvage::model {
namespace {

bool on_handle(operation op) noexcept {
  switch (op) {
    case operation::add_ref:
    case operation::release:
    case operation::dispose:
    case operation::set_invalid:
    case operation::is_closed:
    case operation::close:
      return true;
    default:
      return false;
  }
}

bool is_wait(operation op) noexcept {
  return op == operation::wait || op == operation::wait_any || op == operation::wait_all ||
         op == operation::signal_and_wait;
}

patience patience_of(std::int32_t timeout_ms) noexcept {
  if (timeout_ms < 0) return patience::infinite;
  return timeout_ms == 0 ? patience::poll : patience::finite;
}

bool has_duplicate(const pending_call& c) noexcept {
  for (std::size_t i = 0; i < c.count; ++i) {
    for (std::size_t j = i + 1; j < c.count; ++j) {
      if (c.objects[i] == c.objects[j]) return true;
    }
  }
  return false;
}

bool rejected(const pending_call& c) noexcept { return c.op == operation::wait_all && has_duplicate(c); }

void leave(pending_call& c) noexcept { c.at = c.held == 0 ? phase::done : phase::leaving; }

void fix(pending_call& c, std::int16_t result) noexcept {
  c.result = result;
  leave(c);
}

}  // namespace

machine::machine(std::span<const object_spec> objects, const profile& p, std::size_t keepers)
    : profile_(p), keepers_(keepers) {
  if (objects.size() > max_objects) throw std::invalid_argument("a machine has at most eight objects");
  layout_.count = objects.size();
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::size_t event = i;
    if (objects[i].kind == object_kind::duplicate) {
      event = objects[i].original;
      if (event >= objects.size() || objects[event].kind == object_kind::duplicate ||
          objects[event].kind == object_kind::safe_handle) {
        throw std::invalid_argument("a duplicate needs an event of the same machine as its original");
      }
    }
    layout_.spec[i] = objects[i];
    layout_.event[i] = static_cast<std::uint8_t>(event);
    layout_.automatic[i] = objects[event].kind == object_kind::auto_reset_event;
  }
}

state machine::initial() const noexcept {
  state s;
  for (std::size_t i = 0; i < layout_.count; ++i) {
    const object_kind kind = layout_.spec[i].kind;
    s.objects[i] = safe_handle::fresh();
    s.objects[i].set =
        layout_.spec[i].initially_set && kind != object_kind::safe_handle && kind != object_kind::duplicate;
  }
  return s;
}

bool machine::releases(std::size_t object) const noexcept {
  return layout_.spec[object].owns && layout_.spec[object].valid;
}

bool machine::begin(state& s, const label& l) const noexcept {
  pending_call& c = s.threads[l.thread];
  if (c.at != phase::idle || l.op == operation::none || l.object_count > max_label_objects) return false;
  const bool several = l.op == operation::wait_any || l.op == operation::wait_all;
  const std::size_t needed = l.op == operation::signal_and_wait ? 2 : 1;
  if (!several && l.object_count != needed) return false;
  for (std::size_t i = 0; i < l.object_count; ++i) {
    if (l.objects[i] >= layout_.count) return false;
    if (!on_handle(l.op) && layout_.spec[l.objects[i]].kind == object_kind::safe_handle) return false;
  }
  c = {};
  c.at = phase::called;
  c.op = l.op;
  c.count = l.object_count;
  for (std::size_t i = 0; i < l.object_count; ++i) c.objects[i] = l.objects[i];
  if (is_wait(l.op)) c.timeout = patience_of(l.timeout_ms);
  return true;
}

bool machine::take(state& s, const label& l) const noexcept {
  if (l.kind == label_kind::quiescent) return quiescent(s, l.result != 0);
  if (l.thread >= max_threads) return false;
  if (l.kind == label_kind::call) return begin(s, l);
  pending_call& c = s.threads[l.thread];
  if (l.kind == label_kind::released) {
    if (c.at != phase::releasing || c.releasing != l.objects[0]) return false;
    c.releasing = 0;
    leave(c);
    return true;
  }
  if (c.at != phase::done || c.result != l.result) return false;
  if (l.overdue != 0 && l.result == outcome::timed_out) return false;
  c = {};
  return true;
}

bool machine::quiescent(const state& s, bool final) noexcept {
  for (const pending_call& c : s.threads) {
    if (c.at == phase::idle) continue;
    if (c.at != phase::waiting || (final && c.timeout == patience::finite)) return false;
  }
  return true;
}

void machine::steps(const state& s, std::vector<step>& out) const {
  for (std::size_t t = 0; t < max_threads; ++t) steps_of(s, t, out);
}

void machine::steps_of(const state& s, std::size_t thread, std::vector<step>& out) const {
  const pending_call& c = s.threads[thread];
  const auto add = [&](const state& next, transition via, step_kind kind) {
    out.push_back({next, via, static_cast<std::uint8_t>(thread), kind});
  };
  switch (c.at) {
    case phase::idle:
    case phase::releasing:
    case phase::done:
      break;
    case phase::called:
      if (on_handle(c.op)) {
        handle_step(s, thread, out);
      } else {
        take_references(s, thread, out);
      }
      break;
    case phase::acting:
      act(s, thread, out);
      break;
    case phase::testing:
    case phase::borrowed: {
      state next = s;
      transition via = event_rules::test_step(layout_, next, thread);
      if (c.at == phase::borrowed && next.threads[thread].at == phase::waiting) via = transition::come_back;
      add(next, via, step_kind::internal);
      break;
    }
    case phase::waiting:
      if (c.timeout == patience::finite) {
        state next = s;
        fix(next.threads[thread], outcome::timed_out);
        add(next, transition::time_out, step_kind::time);
      }
      if (event_rules::interruptible(profile_)) {
        state next = s;
        next.threads[thread].at = phase::borrowed;
        add(next, transition::interrupt, step_kind::environment);
      }
      break;
    case phase::leaving:
      give_back(s, thread, out);
      break;
  }
}

void machine::handle_step(const state& s, std::size_t thread, std::vector<step>& out) const {
  state next = s;
  pending_call& c = next.threads[thread];
  const std::uint8_t object = c.objects[0];
  object_state& h = next.objects[object];
  safe_handle::change done;
  switch (c.op) {
    case operation::add_ref:
      done = safe_handle::add_ref(h);
      break;
    case operation::release:
      done = safe_handle::release(h);
      break;
    case operation::set_invalid:
      done = safe_handle::set_invalid(h);
      break;
    case operation::is_closed:
      done = safe_handle::is_closed(h);
      break;
    default:
      done = safe_handle::dispose(h);
      break;
  }
  if (c.op == operation::close) {
    if (done.via == transition::dispose) done.via = transition::close;
    if (done.via == transition::dispose_last) done.via = transition::close_last;
    if (done.via == transition::dispose_again) done.via = transition::close_again;
  }
  fix(c, done.result);
  if (done.last && releases(object)) {
    c.at = phase::releasing;
    c.releasing = object;
  }
  out.push_back({next, done.via, static_cast<std::uint8_t>(thread), step_kind::internal});
  if (c.op == operation::close && profile_.allows(liberty::unheld_waits)) close_under_waiters(s, thread, out);
}

/// The first close of a handle through which threads wait, and whose waits turn out to hold nothing.
void machine::close_under_waiters(const state& s, std::size_t thread, std::vector<step>& out) const {
  state next = s;
  const std::uint8_t object = s.threads[thread].objects[0];
  object_state& h = next.objects[object];
  bool any = false;
  for (std::size_t t = 0; t < keepers_; ++t) {
    pending_call& waiting = next.threads[t];
    if (waiting.at != phase::waiting && waiting.at != phase::borrowed) continue;
    for (std::size_t i = 0; i < waiting.count; ++i) {
      if (waiting.objects[i] != object || (waiting.held >> i & 1U) == 0) continue;
      waiting.held = static_cast<std::uint8_t>(waiting.held & ~(1U << i));
      safe_handle::release(h);
      any = true;
    }
  }
  if (!any || h.disposed) return;
  const bool last = safe_handle::dispose(h).last;
  pending_call& mine = next.threads[thread];
  fix(mine, outcome::ok);
  if (last && releases(object)) {
    mine.at = phase::releasing;
    mine.releasing = object;
  }
  out.push_back({next, transition::close_under_waiters, static_cast<std::uint8_t>(thread), step_kind::internal});
}

void machine::take_references(const state& s, std::size_t thread, std::vector<step>& out) const {
  const pending_call& c = s.threads[thread];
  const auto add = [&](const state& next, transition via) {
    out.push_back({next, via, static_cast<std::uint8_t>(thread), step_kind::internal});
  };
  if (c.count == 0 || (rejected(c) && c.held == 0)) {
    state next = s;
    fix(next.threads[thread], outcome::argument);
    add(next, c.count == 0 ? transition::reject_empty : transition::reject_duplicate);
    if (c.count == 0) return;
  }
  const std::uint8_t every = static_cast<std::uint8_t>((1U << c.count) - 1);
  for (std::size_t i = 0; i < c.count; ++i) {
    if ((c.held >> i & 1U) != 0) continue;
    state next = s;
    pending_call& mine = next.threads[thread];
    if (safe_handle::add_ref(next.objects[c.objects[i]]).result == outcome::ok) {
      mine.held = static_cast<std::uint8_t>(mine.held | 1U << i);
      if (mine.held == every) mine.at = phase::acting;
      add(next, transition::take_reference);
    } else {
      fix(mine, outcome::object_disposed);
      add(next, c.op == operation::signal_and_wait ? transition::refuse_closed_signal
                : c.count > 1                      ? transition::refuse_closed_several
                                                   : transition::refuse_closed);
    }
  }
}

void machine::act(const state& s, std::size_t thread, std::vector<step>& out) const {
  const pending_call& c = s.threads[thread];
  const auto add = [&](const state& next, transition via) {
    out.push_back({next, via, static_cast<std::uint8_t>(thread), step_kind::internal});
  };
  std::vector<event_rules::effect> effects;
  switch (c.op) {
    case operation::reset: {
      state next = s;
      event_rules::reset(layout_, next, c.objects[0]);
      fix(next.threads[thread], outcome::ok);
      add(next, transition::reset);
      return;
    }
    case operation::set:
    case operation::signal_and_wait:
      event_rules::set(layout_, profile_, s, c.objects[0], effects);
      break;
    case operation::pulse:
      event_rules::pulse(layout_, profile_, s, c.objects[0], effects);
      break;
    default: {
      state next = s;
      if (rejected(c)) {
        fix(next.threads[thread], outcome::argument);
        add(next, transition::reject_duplicate);
      } else {
        add(next, event_rules::test_step(layout_, next, thread));
      }
      return;
    }
  }
  for (event_rules::effect& e : effects) {
    if (c.op == operation::signal_and_wait) {
      e.next.threads[thread].at = phase::testing;
    } else {
      fix(e.next.threads[thread], outcome::ok);
    }
    add(e.next, e.via);
  }
}

void machine::give_back(const state& s, std::size_t thread, std::vector<step>& out) const {
  const pending_call& c = s.threads[thread];
  for (std::size_t i = 0; i < c.count; ++i) {
    if ((c.held >> i & 1U) == 0) continue;
    state next = s;
    pending_call& mine = next.threads[thread];
    mine.held = static_cast<std::uint8_t>(mine.held & ~(1U << i));
    const bool last = safe_handle::release(next.objects[c.objects[i]]).last;
    leave(mine);
    if (last && releases(c.objects[i])) {
      mine.at = phase::releasing;
      mine.releasing = c.objects[i];
    }
    out.push_back({next, last ? transition::give_back_last : transition::give_back, static_cast<std::uint8_t>(thread),
                   step_kind::internal});
  }
}

}  // namespace selvage::model

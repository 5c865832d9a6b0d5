#include <algorithm>
#include <array>

#include "model/operation.h"
#include "model/registration.h"

namespace selvage::model {
namespace {

using call_phase = registration_call::phase;
using at = registration_phase;

/// A signal has satisfied its wait, as far as the state still shows.
bool fired(const registration::state& s, std::size_t index) noexcept {
  const registration_state& r = s.registrations[index];
  const auto mine = static_cast<std::uint8_t>(index + 1);
  return r.signalled != 0 || std::ranges::find(s.callbacks, mine) != s.callbacks.end() ||
         (r.at >= at::letting_go && !r.unregistered);
}

}  // namespace

/// The clause by which the event is still to be set as a completion event, or none.
std::string_view registration::completes(const state& s, std::uint8_t object) const noexcept {
  for (const registration_state& r : s.registrations) {
    if (r.completion == object + 1 && r.at < at::completing) return "REG-13";
  }
  return {};
}

/// The clause that fixed what a call returns.
std::string_view registration::ended_by(const state& s, const registration_call& c) const noexcept {
  const registration_standing standing = s.registrations[c.index].standing;
  if (c.op == operation::register_wait) return c.result == outcome::invalid_operation ? "REG-20" : "REG-01";
  switch (c.result) {
    case outcome::no:
      return "REG-10";
    case outcome::object_disposed:
      return "REG-16";
    case outcome::invalid_operation:
      return standing != registration_standing::unknown && c.op == operation::unregister_blocking ? "REG-18" : "REG-20";
    default:
      if (c.op == operation::unregister_blocking) return "REG-17";
      return standing == registration_standing::refused ? "REG-16" : "REG-09";
  }
}

/// The clause by which a callback that is queued has to begin.
std::string_view registration::queued_by(const state& s, std::size_t index) const noexcept {
  const registration_state& r = s.registrations[index];
  if (r.unregistered) return "REG-12";
  for (std::size_t other = 0; other < objects_.size(); ++other) {
    const bool same = other != index && spec(other).original == spec(index).original;
    if (same && r.signalled != 0 && fired(s, other)) return "REG-19";
  }
  if (s.callbacks[0] + s.callbacks[1] != 0) return "REG-08";
  return spec(index).once ? "REG-04" : "REG-06";
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
      out.push_back({l, ended_by(s, c), c.op == operation::unregister ? "REG-11" : ""});
    } else if (e.at == phase::done) {
      l.op = e.op;
      l.object_count = e.count;
      l.objects = e.objects;
      l.result = e.result;
      const bool timed_out = e.result == outcome::timed_out;
      std::string_view clause = e.result == outcome::object_disposed ? "EVT-03"
                                : !info(e.op).waits                  ? "EVT-31"
                                : timed_out                          ? "EVT-19"
                                                                     : "EVT-07";
      for (std::size_t i = 0; timed_out && i < objects_.size(); ++i) {
        if (spec(i).original == e.objects[0] && fired(s, i)) clause = "EVT-14";
      }
      // A completion event that is found set when it is not was set early or twice.
      for (std::size_t i = 0; info(e.op).waits && e.result >= 0 && i < e.count; ++i) {
        for (const registration_state& r : s.registrations) {
          if (r.too_late == e.objects[i] + 1 && timed_out) clause = "REG-10";
          if (r.completion == e.objects[i] + 1) clause = timed_out ? "REG-13" : "REG-14";
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
    const bool registered =
        std::ranges::any_of(objects_, [&](std::uint8_t o) { return specs_[o].original == c.releasing; });
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
    if (r.signalled != 0) out.push_back({l, queued_by(s, i)});
    l.result = outcome::timed_out;
    if (r.timed_out != 0) out.push_back({l, "REG-07"});
  }
}

std::string_view registration::why_pending(const state& s, std::uint8_t thread) const noexcept {
  if (thread >= s.calls.size()) return {};
  switch (s.calls[thread].at) {
    case call_phase::removing:
      return s.calls[thread].op == operation::unregister_blocking ? "REG-17" : "REG-12";
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
    for (const registration_state& r : s.registrations) {
      if (r.too_late == c.objects[i] + 1) return "REG-10";
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
  // The other cause is due.
  if (l.result == outcome::timed_out ? r.signalled != 0 : r.timed_out != 0)
    return r.timed_out != 0 ? "REG-07" : "REG-04";
  if (r.completion != 0 && r.at >= at::completing) return "REG-13";
  if (r.removed) return "REG-12";
  if (l.result == outcome::timed_out) return "REG-07";
  if (r.at >= at::letting_go) return "REG-05";
  if (spec(index).timeout_ms >= 0) return "REG-07";
  const auto same =
      std::ranges::count_if(objects_, [&](std::uint8_t o) { return specs_[o].original == spec(index).original; });
  return same > 1 ? "REG-19" : "REG-04";
}

std::string registration::describe(const state& s) const {
  static constexpr std::array<std::string_view, 8> names{"not registered", "registering", "between waits", "waiting",
                                                         "letting go",     "gone",        "completing",    "completed"};
  std::string line = events_.describe(s.events);
  for (std::size_t i = 0; i < objects_.size(); ++i) {
    const registration_state& r = s.registrations[i];
    line += "; registration " + std::to_string(objects_[i]) + ": " + std::string(names[static_cast<std::size_t>(r.at)]);
    if (r.unregistered) line += ", unregistered";
    if (r.signalled + r.timed_out != 0) line += ", " + std::to_string(r.signalled + r.timed_out) + " callbacks queued";
  }
  for (std::size_t t = 0; t < s.calls.size(); ++t) {
    const registration_call& c = s.calls[t];
    if (c.at == call_phase::idle) continue;
    line += "; thread " + std::to_string(t) + ": " + std::string(name(c.op)) + "(" + std::to_string(objects_[c.index]) +
            ")";
    if (c.at == call_phase::done) line += " returns " + describe_result(c.op, c.result);
  }
  return line;
}

}  // namespace selvage::model

#include "model/event_component.h"

#include <algorithm>

#include "model/operation.h"
#include "model/pattern_calls.h"

namespace selvage::model {
namespace {

using state = event_component::state;
using call = event_component::call;
using run = event_component::run;
using stage = event_component::stage;
using cause = event_component::cause;
using phase = event_component::call_phase;

constexpr std::uint8_t entry(cause c) noexcept { return static_cast<std::uint8_t>(1 + static_cast<int>(c)); }

/// Its completion is posted, and it is busy: until the callback begins.
bool lingers(const run& r) noexcept { return r.at == stage::raised || r.at == stage::told; }

bool is_live(const run& r) noexcept { return (r.at >= stage::queued && r.at <= stage::found) || lingers(r); }

bool is_busy(const state& s) noexcept { return std::ranges::any_of(s.runs, is_live); }

bool starts(operation op) noexcept { return op == operation::run_async || op == operation::retry; }

std::string_view clause_of(const call& c) noexcept {
  if (c.op == operation::is_busy) return c.result == outcome::yes ? "EAP-19" : "EAP-20";
  if (c.op == operation::cancel_async) return c.result == outcome::ok ? "EAP-22" : "EAP-23";
  if (c.result == outcome::argument) return "EAP-02";
  if (c.result == outcome::invalid_operation) return "EAP-19";
  return c.result == outcome::ok ? "EAP-01" : "EAP-20";
}

}  // namespace

bool event_component::may_run(const state& s, std::int16_t c) const noexcept {
  if (c < 0 || c > static_cast<std::int16_t>(cause::error)) return false;
  const auto wanted = static_cast<std::uint8_t>(1 + c);
  const auto waits = std::ranges::count_if(s.runs, [&](const run& r) { return lingers(r) && entry(r.ends) == wanted; });
  if (std::ranges::count(s.due, wanted) <= waits) return false;
  if (!spec_.loop_context) return true;
  return s.due[0] == wanted && s.running[0] == 0 && s.running[1] == 0;
}

bool event_component::take(state& s, const label& l) const noexcept {
  switch (l.kind) {
    case label_kind::call:
      return begin_call(s.calls, l, family::components);
    case label_kind::ret:
      return end_call(s.calls, l);
    case label_kind::callback_begin: {
      const auto slot = static_cast<std::size_t>(l.thread) - first_callback_thread;
      if (slot >= max_callbacks || s.running[slot] != 0 || !may_run(s, l.result)) return false;
      const auto wanted = static_cast<std::uint8_t>(1 + l.result);
      std::copy(std::ranges::find(s.due, wanted) + 1, s.due.end(), std::ranges::find(s.due, wanted));
      s.due.back() = 0;
      s.running[slot] = wanted;
      return true;
    }
    case label_kind::callback_end: {
      const auto slot = static_cast<std::size_t>(l.thread) - first_callback_thread;
      if (slot >= max_callbacks || s.running[slot] == 0 || s.calls[l.thread].at != phase::idle) return false;
      if (spec_.inline_context) ++s.ended[s.running[slot] == entry(cause::progress) ? 0 : 1];
      s.running[slot] = 0;
      return true;
    }
    case label_kind::released: {
      if (const auto informing = std::ranges::find(s.runs, stage::informing, &run::at); informing != s.runs.end()) {
        *informing = {};
      } else if (const auto raised = std::ranges::find(s.runs, stage::raised, &run::at); raised != s.runs.end()) {
        raised->at = stage::told;
      } else {
        return false;
      }
      std::ranges::sort(s.runs);
      return true;
    }
    case label_kind::quiescent:
      break;
  }
  return false;
}

void event_component::steps(const state& s, std::vector<pattern_step<state>>& out) const {
  for (std::size_t t = 0; t < threads; ++t) {
    if (s.calls[t].at == phase::called || s.calls[t].at == phase::retrying) act(s, t, out);
  }
  for (std::size_t r = 0; r < max_runs; ++r) work(s, r, out);
}

void event_component::act(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const {
  const operation op = s.calls[thread].op;
  state next = s;
  const auto moves = [&](std::int16_t result, transition via) {
    next.calls[thread].at = phase::done;
    next.calls[thread].result = result;
    out.push_back({next, via});
  };
  const bool busy = is_busy(s);
  if (op == operation::is_busy)
    return moves(busy ? outcome::yes : outcome::no, busy ? transition::look_busy : transition::look_idle);
  if (op == operation::cancel_async) {
    if (spec_.uncancellable) return moves(outcome::invalid_operation, transition::refuse_cancel);
    if (busy) next.cancelled = 1;
    return moves(outcome::ok, busy ? transition::cancel_run : transition::cancel_nothing);
  }
  if (!starts(op)) return;
  if (op == operation::retry && s.calls[thread].at == phase::called) {
    if (s.retried != 0) return moves(outcome::yes, transition::retry_over);
    next.retried = 1;
    next.calls[thread].at = phase::retrying;
    out.push_back({next, transition::begin_retry});
    return;
  }
  if (busy) {
    const bool worker = spec_.kind == object_kind::background_worker;
    return moves(worker ? outcome::invalid_operation : outcome::argument,
                 worker ? transition::refuse_busy : transition::refuse_token);
  }
  const auto room = std::ranges::find(next.runs, stage::none, &run::at);
  if (room == next.runs.end()) return;
  *room = {stage::queued, cause::progress};
  std::ranges::sort(next.runs);
  next.cancelled = 0;
  moves(outcome::ok, transition::start_run);
}

void event_component::work(const state& s, std::size_t of, std::vector<pattern_step<state>>& out) const {
  const run r = s.runs[of];
  state next = s;
  const auto moves = [&](stage at, cause ends, transition via) {
    next.runs[of] = {at, ends};
    std::ranges::sort(next.runs);
    out.push_back({next, via});
  };
  const auto posts = [&](cause what) {
    const auto room = std::ranges::find(next.due, 0);
    if (room == next.due.end()) return false;
    *room = entry(what);
    return true;
  };
  const bool inline_context = spec_.inline_context;
  const bool worker = spec_.kind == object_kind::background_worker;
  switch (r.at) {
    case stage::queued:
      if (posts(cause::progress))
        moves(inline_context ? stage::reporting : stage::reported, r.ends, transition::report_progress);
      return;
    case stage::reporting:
    case stage::ending: {
      std::uint8_t& ended = next.ended[r.at == stage::reporting ? 0 : 1];
      if (ended == 0) return;
      --ended;
      return moves(r.at == stage::reporting ? stage::reported : stage::informing, r.ends,
                   transition::component_post_ends);
    }
    case stage::reported:
      if (spec_.failing) return moves(stage::found, cause::error, transition::find_error);
      if (s.cancelled != 0) return moves(stage::found, cause::cancelled, transition::find_cancelled);
      return moves(stage::found, cause::result, transition::find_result);
    case stage::found:
      moves(stage::free, r.ends, worker ? transition::become_idle : transition::free_token);
      next = s;
      if (worker && !inline_context && posts(r.ends)) moves(stage::raised, r.ends, transition::post_end);
      return;
    case stage::raised:
      return moves(stage::informing, r.ends, transition::become_idle);
    case stage::told:
      return moves(stage::none, {}, transition::become_idle);
    case stage::free:
      if (posts(r.ends)) moves(inline_context ? stage::ending : stage::informing, r.ends, transition::post_end);
      return;
    case stage::none:
    case stage::informing:
      return;
  }
}

void event_component::outputs(const state& s, std::vector<output>& out) const {
  for (std::size_t t = 0; t < threads; ++t) {
    const call& c = s.calls[t];
    if (c.at == phase::done) out.push_back({return_of(t, c), clause_of(c)});
  }
  const auto informs = [](const run& r) { return r.at == stage::informing || r.at == stage::raised; };
  if (std::ranges::any_of(s.runs, informs)) out.push_back({release(), "EAP-09"});
  const auto slot = std::ranges::find(s.running, 0);
  if (slot == s.running.end()) return;
  for (std::int16_t c = 0; c <= static_cast<std::int16_t>(cause::error); ++c) {
    if (!may_run(s, c)) continue;
    const auto number = static_cast<std::size_t>(slot - s.running.begin());
    out.push_back({callback(number, c), c == 0 ? "EAP-17" : "EAP-18"});
  }
}

std::string_view event_component::why_pending(const state&, std::uint8_t) const noexcept { return {}; }

std::string_view event_component::why_refused(const state& s, const label& l) const noexcept {
  if (l.kind == label_kind::released) {
    const bool ends = std::ranges::any_of(s.runs, [](const run& r) { return r.at == stage::free; });
    return ends || is_busy(s) ? "EAP-09" : "EAP-12";
  }
  if (l.kind != label_kind::callback_begin || l.result < 0) return {};
  if (l.result > static_cast<std::int16_t>(cause::error)) return "EAP-24";
  const auto shown = static_cast<cause>(l.result);
  if (shown == cause::progress) return "EAP-17";
  const bool under_way = is_busy(s) || std::ranges::any_of(s.runs, [](const run& r) { return r.at == stage::free; }) ||
                         std::ranges::any_of(s.due, [](std::uint8_t d) { return d > entry(cause::progress); });
  if (!under_way) return "EAP-18";
  if (spec_.failing != (shown == cause::error)) return "EAP-24";
  const bool posted = std::ranges::find(s.due, static_cast<std::uint8_t>(1 + l.result)) != s.due.end();
  if (posted || shown == cause::error) return "EAP-17";  // not before what the run reports
  return shown == cause::cancelled || s.cancelled != 0 ||
                 std::ranges::find(s.due, entry(cause::cancelled)) != s.due.end()
             ? "EAP-21"
             : "EAP-17";
}

std::string event_component::describe(const state& s) const {
  static constexpr std::array<std::string_view, 4> causes{"progress", "result", "cancelled", "error"};
  static constexpr std::array<std::string_view, 10> stages{
      "", "queued", "reporting", "reported", "decided", "over", "raising", "informing its context", "raised", "told"};
  std::string text = is_busy(s) ? "busy" : "idle";
  if (s.retried != 0) text += ", retried";
  if (is_busy(s) && s.cancelled != 0) text += ", cancelled";
  for (const run& r : s.runs) {
    if (r.at == stage::none) continue;
    text += "; a run " + std::string(stages[static_cast<std::size_t>(r.at)]);
    if (r.at >= stage::found) text += " (" + std::string(causes[static_cast<std::size_t>(r.ends)]) + ")";
  }
  for (const std::uint8_t d : s.due) {
    if (d != 0) text += "; " + std::string(causes[d - 1U]) + " posted";
  }
  for (const std::uint8_t d : s.running) {
    if (d != 0) text += "; " + std::string(causes[d - 1U]) + " runs";
  }
  for (std::size_t t = 0; t < threads; ++t) {
    const call& c = s.calls[t];
    if (c.at == phase::idle) continue;
    text += "; thread " + std::to_string(t) + " in " + std::string(info(c.op).name);
    if (c.at == phase::done) text += " (over)";
  }
  return text;
}

std::string_view event_component::broken(const state& s) noexcept {
  if (std::ranges::count_if(s.runs, is_live) > 1) return "EAP-19";
  return {};
}

}  // namespace selvage::model

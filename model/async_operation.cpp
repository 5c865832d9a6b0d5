#include "model/async_operation.h"

#include <algorithm>

#include "model/operation.h"
#include "model/pattern_calls.h"

namespace selvage::model {
namespace {

using state = async_operation::state;
using call = async_operation::call;
using phase = async_operation::call_phase;
using life = async_operation::life;
using ending = async_operation::ending;

constexpr std::int16_t progress = 0;
constexpr std::int16_t completion = 1;

bool is_callback(std::size_t thread) noexcept {
  return thread >= first_callback_thread && thread < first_callback_thread + std::size_t{max_callbacks};
}

/// The completion's callback runs and it is `thread` that runs it.
bool inside_completion(const state& s, std::size_t thread) noexcept {
  return is_callback(thread) && s.running[thread - first_callback_thread] == 1 + completion;
}

bool completes(operation op) noexcept {
  return op == operation::post_completed || op == operation::operation_completed || op == operation::complete_nothing;
}

/// A call that uses the operation keeps it alive.
bool in_use(const state& s) noexcept {
  return std::ranges::any_of(s.calls,
                             [](const call& c) { return c.at >= phase::holding && c.at <= phase::inside_end; });
}

std::string_view clause_of(const state& s, std::size_t thread) noexcept {
  const call& c = s.calls[thread];
  switch (c.op) {
    case operation::create:
      return c.result == outcome::argument ? "EAP-02" : "EAP-01";
    case operation::abandon:
      return "EAP-14";
    case operation::outstanding:
      return s.informed != 0 ? "EAP-11" : "EAP-01";
    default:
      break;
  }
  if (c.result == outcome::argument) return "EAP-15";
  if (c.result == outcome::invalid_operation) {
    if (inside_completion(s, thread)) return "EAP-06";
    if (c.op == operation::post_nothing || c.op == operation::complete_nothing) return "EAP-15";
    return c.op == operation::post || s.alive == life::none ? "EAP-04" : "EAP-05";
  }
  if (c.result == outcome::other_exception) return "EAP-13";
  return c.op == operation::post ? "EAP-03" : "EAP-05";
}

}  // namespace

bool async_operation::take(state& s, const label& l) const noexcept {
  switch (l.kind) {
    case label_kind::call:
      return begin_call(s.calls, l, family::event_based);
    case label_kind::ret:
      return end_call(s.calls, l);
    case label_kind::callback_begin: {
      const auto slot = static_cast<std::size_t>(l.thread) - first_callback_thread;
      if (slot >= max_callbacks || s.running[slot] != 0 || !may_run(s, l.result)) return false;
      std::uint8_t& due = l.result == completion ? s.completion_due
                          : s.progress_due != 0  ? s.progress_due
                                                 : s.progress_late;
      --due;
      s.running[slot] = static_cast<std::uint8_t>(1 + l.result);
      return true;
    }
    case label_kind::callback_end: {
      const auto slot = static_cast<std::size_t>(l.thread) - first_callback_thread;
      if (slot >= max_callbacks || s.running[slot] == 0 || s.calls[l.thread].at != phase::idle) return false;
      if (inline_) ++s.ended[s.running[slot] - 1U];
      s.running[slot] = 0;
      return true;
    }
    case label_kind::released: {
      const auto told = std::ranges::find(s.calls, phase::told, &call::at);
      if (told != s.calls.end()) {
        told->at = phase::done;
      } else if (s.alive == life::destroying) {
        s.alive = life::destroyed;
      } else {
        return false;
      }
      s.informed = 1;
      return true;
    }
    case label_kind::quiescent:
      break;
  }
  return false;
}

bool async_operation::may_run(const state& s, std::int16_t cause) const noexcept {
  if (cause != progress && cause != completion) return false;
  if (!loop_) return (cause == completion ? s.completion_due : s.progress_due) != 0;
  if (s.running[0] != 0 || s.running[1] != 0) return false;
  if (cause == completion) return s.progress_due == 0 && s.completion_due != 0;
  return s.progress_due != 0 || (s.completion_due == 0 && s.progress_late != 0);
}

void async_operation::steps(const state& s, std::vector<pattern_step<state>>& out) const {
  for (std::size_t t = 0; t < threads; ++t) step(s, t, out);
  if (s.alive == life::abandoned && s.end == ending::open && !in_use(s)) {
    state next = s;
    next.alive = life::destroying;
    next.end = ending::silent;
    --next.outstanding;
    out.push_back({next, transition::destroy_operation});
  }
}

void async_operation::step(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const {
  const call& c = s.calls[thread];
  state next = s;
  call& moved = next.calls[thread];
  switch (c.at) {
    case phase::called:
      if (s.alive == life::made && c.op != operation::create && c.op != operation::abandon &&
          c.op != operation::outstanding && std::ranges::any_of(s.calls, [](const call& o) {
            return o.op == operation::abandon && o.at == phase::called;
          })) {
        moved.at = phase::holding;
        out.push_back({next, transition::hold_operation});
      }
      [[fallthrough]];
    case phase::holding:
      return act(s, thread, out);
    case phase::posting:
      return put(s, thread, out);
    case phase::inside_progress:
    case phase::inside_end: {
      const auto cause = c.at == phase::inside_end ? completion : progress;
      if (s.ended[static_cast<std::size_t>(cause)] == 0) return;
      --next.ended[static_cast<std::size_t>(cause)];
      moved.at = cause == completion ? phase::informing : phase::done;
      out.push_back({next, transition::inline_post_ends});
      return;
    }
    case phase::informing:
      moved.at = phase::told;
      --next.outstanding;
      out.push_back({next, transition::complete_at_context});
      return;
    default:
      return;
  }
}

void async_operation::act(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const {
  const call& c = s.calls[thread];
  state next = s;
  const auto moves = [&](phase at, std::int16_t result, transition via) {
    next.calls[thread].at = at;
    next.calls[thread].result = result;
    out.push_back({next, via});
  };
  if (c.op == operation::create) {
    if (s.alive != life::none) return moves(phase::done, outcome::argument, transition::refuse_create);
    next.alive = life::made;
    ++next.outstanding;
    return moves(phase::done, outcome::ok, transition::create_operation);
  }
  if (c.op == operation::outstanding)
    return moves(phase::done, static_cast<std::int16_t>(s.outstanding), transition::count_outstanding);
  const bool there = s.alive == life::made || c.at == phase::holding;
  if (c.op == operation::abandon) {
    if (!there) return moves(phase::done, outcome::invalid_operation, transition::abandon_operation);
    next.alive = life::abandoned;
    return moves(phase::done, outcome::ok, transition::abandon_operation);
  }
  if (!there || s.end != ending::open) {
    const transition refused = inside_completion(s, thread) ? transition::refuse_inside_completion
                               : completes(c.op)            ? transition::refuse_completion
                                                            : transition::refuse_post;
    return moves(phase::done, outcome::invalid_operation, refused);
  }
  switch (c.op) {
    case operation::post:
      return moves(phase::posting, outcome::ok, transition::begin_post);
    case operation::post_completed:
      next.end = throwing_ ? ending::silent : ending::posted;
      return moves(phase::posting, outcome::ok, transition::mark_completed);
    case operation::operation_completed:
      next.end = ending::silent;
      return moves(phase::informing, outcome::ok, transition::complete_silently);
    default:
      return moves(phase::done, outcome::argument, transition::refuse_nothing);
  }
}

void async_operation::put(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const {
  const bool last = s.calls[thread].op == operation::post_completed;
  state next = s;
  const auto moves = [&](phase at, std::int16_t result, transition via) {
    next.calls[thread].at = at;
    next.calls[thread].result = result;
    out.push_back({next, via});
  };
  if (throwing_) {
    return moves(last ? phase::informing : phase::done, outcome::other_exception,
                 last ? transition::completion_throws : transition::post_throws);
  }
  if (last) {
    next.completion_due = 1;
    next.completion_posted = 1;
    return moves(inline_ ? phase::inside_end : phase::informing, outcome::ok, transition::post_completion);
  }
  ++(loop_ && s.completion_posted != 0 ? next.progress_late : next.progress_due);
  return moves(inline_ ? phase::inside_progress : phase::done, outcome::ok, transition::post_progress);
}

void async_operation::outputs(const state& s, std::vector<output>& out) const {
  const auto releases = [&](std::string_view clause) { out.push_back({release(), clause}); };
  for (std::size_t t = 0; t < threads; ++t) {
    const call& c = s.calls[t];
    if (c.at == phase::done) out.push_back({return_of(t, c), clause_of(s, t)});
    if (c.at == phase::told) releases(c.result == outcome::ok ? "EAP-09" : "EAP-11");
  }
  if (s.alive == life::destroying) releases("EAP-14");
  const auto slot = std::ranges::find(s.running, 0);
  if (slot == s.running.end()) return;
  for (const std::int16_t cause : {progress, completion}) {
    if (!may_run(s, cause)) continue;
    const auto number = static_cast<std::size_t>(slot - s.running.begin());
    out.push_back({callback(number, cause), cause == completion ? "EAP-07" : "EAP-03"});
  }
}

std::string_view async_operation::why_pending(const state& s, std::uint8_t thread) const noexcept {
  if (thread >= threads) return {};
  switch (s.calls[thread].at) {
    case phase::inside_progress:
    case phase::inside_end:
      return "EAP-10";
    case phase::informing:
    case phase::told:
      return s.calls[thread].result == outcome::ok ? "EAP-09" : "EAP-11";
    default:
      return {};
  }
}

std::string_view async_operation::why_refused(const state& s, const label& l) const noexcept {
  if (l.kind == label_kind::released) {
    if (s.informed != 0) return "EAP-12";
    return s.alive == life::abandoned ? "EAP-14" : "EAP-09";
  }
  if (l.kind != label_kind::callback_begin) return {};
  const bool posted = (l.result == progress ? s.progress_due + s.progress_late : int{s.completion_due}) != 0;
  if (loop_ && posted) return "EAP-16";
  if (l.result == progress) return s.end == ending::open ? "EAP-03" : "EAP-04";
  return s.end == ending::posted ? "EAP-07" : s.alive >= life::abandoned ? "EAP-14" : "EAP-08";
}

std::string async_operation::describe(const state& s) const {
  std::string text = s.alive == life::none ? "not created" : s.end == ending::open ? "open" : "completed";
  if (s.alive >= life::abandoned) text += s.alive == life::abandoned ? ", abandoned" : ", destroyed";
  if (s.informed != 0) text += ", its context informed";
  const int due = s.progress_due + s.progress_late;
  if (due != 0) text += ", " + std::to_string(due) + " posted";
  if (s.completion_due != 0) text += ", completion posted";
  for (std::size_t i = 0; i < s.running.size(); ++i) {
    if (s.running[i] != 0) text += s.running[i] == 1 + completion ? ", completion runs" : ", progress runs";
  }
  for (std::size_t t = 0; t < threads; ++t) {
    const call& c = s.calls[t];
    if (c.at == phase::idle) continue;
    text += "; thread " + std::to_string(t) + " in " + std::string(info(c.op).name);
    if (c.at == phase::inside_progress || c.at == phase::inside_end) text += " (its callback)";
    if (c.at == phase::informing || c.at == phase::told) text += " (completes at the context)";
    if (c.at == phase::done) text += " (over)";
  }
  return text;
}

std::string_view async_operation::broken(const state& s) noexcept {
  if (s.informed != 0 && s.end == ending::open) return "EAP-09";
  if (s.completion_due > 1) return "EAP-07";
  if (s.end != ending::open && s.alive == life::none) return "EAP-04";
  if (s.outstanding > 1 || (s.outstanding != 0 && s.informed != 0)) return "EAP-11";
  return {};
}

}  // namespace selvage::model

#include "model/async_result.h"

#include <algorithm>
#include <stdexcept>

#include "model/machine.h"
#include "model/operation.h"
#include "model/safe_handle.h"

namespace selvage::model {
namespace {

using call = async_result::call;
using progress = async_result::call_phase;
using callback_phase = async_result::callback_phase;
using news = async_result::news;
using result = async_result::result;

patience patience_of(std::int32_t timeout_ms) noexcept {
  if (timeout_ms < 0) return patience::infinite;
  return timeout_ms == 0 ? patience::poll : patience::finite;
}

// What was tried on a result to no effect, kept in the byte of its handle that the events machine leaves free: names
// the clause when there was an effect.
constexpr std::uint8_t rejected_end = 1;
constexpr std::uint8_t lost_completion = 2;

bool closed(const result& r) noexcept { return r.handle.closed; }

void learn(result& r, news how) noexcept {
  if (r.known == news::none) r.known = how;
}

}  // namespace

async_result::async_result(std::span<const object_spec> objects) : count_(objects.size()) {
  if (objects.size() > most) throw std::invalid_argument("a machine has at most four async results");
  for (std::size_t i = 0; i < count_; ++i) {
    if (objects[i].kind != object_kind::async_result) throw std::invalid_argument("async results are checked apart");
    spec_[i] = objects[i];
  }
}

async_result::state async_result::initial() const noexcept {
  state s;
  for (std::size_t i = 0; i < count_; ++i) {
    s.results[i].handle = safe_handle::fresh();
    s.results[i].begun = spec_[i].begun && !spec_[i].synchronous ? 1 : 0;
  }
  return s;
}

bool async_result::begin_call(state& s, const label& l) const noexcept {
  if (l.op == operation::none || info(l.op).of != family::async_results || l.object_count == 0 ||
      l.objects[0] >= count_ || s.calls[l.thread].at != progress::idle)
    return false;
  call& c = s.calls[l.thread];
  c = {};
  c.op = l.op;
  c.at = progress::called;
  c.object = l.objects[0];
  const bool foreign = l.object_count > 1 && l.objects[1] != l.objects[0];
  if (foreign && l.objects[1] >= count_) return false;
  c.foreign = foreign ? static_cast<std::uint8_t>(l.objects[1] + 1) : std::uint8_t{0};
  if (l.op == operation::wait_handle) c.timeout = patience_of(l.timeout_ms);
  return true;
}

bool async_result::begin_callback(state& s, const label& l) const noexcept {
  result& r = s.results[l.objects[0]];
  if (r.callback != callback_phase::due || l.thread < first_callback_thread || l.result != 0) return false;
  r.callback = callback_phase::running;
  r.callback_thread = l.thread;
  learn(r, news::callback);
  return true;
}

bool async_result::take(state& s, const label& l) const noexcept {
  if (l.thread >= max_threads) return false;
  switch (l.kind) {
    case label_kind::call:
      return begin_call(s, l);
    case label_kind::ret: {
      call& c = s.calls[l.thread];
      if (c.at != progress::done || c.op != l.op || c.result != l.result) return false;
      if (l.overdue != 0 && l.result == outcome::timed_out) return false;
      result& r = s.results[c.object];
      if (r.completed != 0 && c.result >= 0) {
        if (c.op == operation::wait_handle && c.result == outcome::ok) learn(r, news::wait);
        if (c.op == operation::complete || c.op == operation::end) learn(r, news::other);
        if (c.op == operation::is_completed && c.result == outcome::yes) learn(r, news::other);
      }
      c = {};
      return true;
    }
    case label_kind::callback_begin:
      return l.objects[0] < count_ && begin_callback(s, l);
    case label_kind::callback_end: {
      if (l.objects[0] >= count_) return false;
      result& r = s.results[l.objects[0]];
      if (r.callback != callback_phase::running || r.callback_thread != l.thread) return false;
      r.callback = callback_phase::over;
      r.callback_thread = 0;
      return true;
    }
    case label_kind::released:
    case label_kind::quiescent:
      break;
  }
  return false;
}

void async_result::complete(result& r, std::size_t object, std::uint8_t thread, bool inside_begin) const noexcept {
  r.completed = 1;
  r.synchronous = inside_begin && r.asked == 0 ? 1 : 0;
  r.value = static_cast<std::uint8_t>(value_of(thread));
  if (!spec_[object].silent) r.callback = callback_phase::due;
}

void async_result::steps(const state& s, std::vector<pattern_step<state>>& out) const {
  for (std::size_t t = 0; t < max_threads; ++t) {
    const call& c = s.calls[t];
    const result& r = s.results[c.object];
    state next = s;
    call& mine = next.calls[t];
    result& its = next.results[c.object];
    switch (c.at) {
      case progress::idle:
      case progress::done:
        break;
      case progress::called:
        act(s, t, out);
        break;
      case progress::completing: {
        const bool inside_begin = c.op == operation::begin;
        complete(its, c.object, static_cast<std::uint8_t>(t), inside_begin);
        mine.at = progress::done;
        out.push_back({next, inside_begin ? transition::apm_complete_synchronously : transition::apm_complete});
        break;
      }
      case progress::waiting:
        if (c.op == operation::end) {
          if (r.completed == 0) break;
          safe_handle::dispose(its.handle);
          mine.result = spec_[c.object].failing ? outcome::other_exception : std::int16_t{r.value};
          mine.at = progress::done;
          out.push_back({next, mine.result < 0 ? transition::apm_end_throws : transition::apm_end_returns});
        } else if (r.completed != 0) {
          mine.at = progress::leaving;
          out.push_back({next, transition::apm_handle_signalled});
        } else if (c.timeout != patience::infinite) {
          const bool time = c.timeout == patience::finite;
          mine.at = progress::leaving;
          mine.result = outcome::timed_out;
          out.push_back({next, transition::apm_handle_times_out, time, time});
        }
        if (c.op == operation::wait_handle && r.completed != 0 && c.timeout == patience::finite) {
          mine.result = outcome::timed_out;  // its deadline passed before the completion reached it
          out.push_back({next, transition::apm_handle_times_out, true, true});
        }
        break;
      case progress::leaving:
        safe_handle::release(its.handle);
        mine.at = progress::done;
        out.push_back({next, transition::apm_give_back_handle});
        break;
    }
  }
}

void async_result::act(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const {
  const call& c = s.calls[thread];
  const result& r = s.results[c.object];
  state next = s;
  call& mine = next.calls[thread];
  result& its = next.results[c.object];
  const auto moves = [&](progress at, std::int16_t value, transition via) {
    mine.at = at;
    mine.result = value;
    out.push_back({next, via});
  };
  if (c.foreign != 0) {
    auto& tried = next.results[c.foreign - std::size_t{1}].handle.unused;
    tried = static_cast<std::uint8_t>(tried | rejected_end);
    return moves(progress::done, outcome::argument, transition::apm_end_foreign);
  }
  if (r.begun == 0 && c.op != operation::begin)
    return moves(progress::done, c.op == operation::end ? outcome::argument : outcome::invalid_operation,
                 transition::apm_refuse);
  switch (c.op) {
    case operation::begin:
      if (r.begun == 0) {
        its.begun = 1;
        // A synchronous operation completes next, unless another completer is faster.
        if (spec_[c.object].synchronous) {
          mine.op = operation::begin;
          mine.late = 1;
          mine.at = progress::called;
          out.push_back({next, transition::apm_begin});
          return;
        }
        return moves(progress::done, outcome::ok, transition::apm_begin);
      }
      if (c.late != 0) {
        mine.late = 0;
        if (r.claimed != 0) return moves(progress::done, outcome::ok, transition::apm_lose_completion);
        its.claimed = 1;
        return moves(progress::completing, outcome::ok, transition::apm_win_completion);
      }
      return moves(progress::done, outcome::invalid_operation, transition::apm_begin_again);
    case operation::complete:
      if (r.claimed != 0) {
        its.handle.unused = static_cast<std::uint8_t>(its.handle.unused | lost_completion);
        return moves(progress::done, outcome::invalid_operation, transition::apm_lose_completion);
      }
      its.claimed = 1;
      return moves(progress::completing, outcome::ok, transition::apm_win_completion);
    case operation::end:
      if (r.ended != 0) return moves(progress::done, outcome::invalid_operation, transition::apm_end_again);
      its.ended = 1;
      return moves(progress::waiting, 0, transition::apm_end_first);
    case operation::is_completed:
      return r.completed != 0 ? moves(progress::done, outcome::yes, transition::apm_read_completed)
                              : moves(progress::done, outcome::no, transition::apm_read_pending);
    case operation::completed_synchronously:
      if (r.completed != 0) return moves(progress::done, r.synchronous, transition::apm_read_synchronously);
      its.asked = 1;
      return moves(progress::done, outcome::no, transition::apm_latch_synchronously);
    case operation::wait_handle:
      if (closed(r)) return moves(progress::done, outcome::object_disposed, transition::apm_refuse_handle);
      safe_handle::add_ref(its.handle);
      mine.late = r.completed;
      return moves(progress::waiting, 0, transition::apm_take_handle);
    case operation::close_handle:
      safe_handle::dispose(its.handle);
      return moves(progress::done, outcome::ok, transition::apm_close_handle);
    default:
      return;
  }
}

std::string_view async_result::clause_of(const state& s, const call& c) const noexcept {
  const result& r = s.results[c.object];
  if (c.foreign != 0) return "APM-33";
  if (c.result == outcome::argument || (r.begun == 0 && c.result == outcome::invalid_operation)) return "APM-01";
  switch (c.op) {
    case operation::begin:
      return c.result < 0 ? "APM-02" : "APM-03";
    case operation::complete:
      if (c.result < 0) return "APM-11";
      if (r.handle.disposed) return "APM-27";
      return spec_[c.object].silent ? "APM-16" : "APM-35";
    case operation::end:
      if (c.result == outcome::invalid_operation) return r.completed != 0 ? "APM-31" : "APM-32";
      if ((r.handle.unused & rejected_end) != 0) return "APM-34";
      if (c.result < 0) return "APM-30";
      if ((r.handle.unused & lost_completion) != 0) return "APM-12";
      return r.known == news::callback ? "APM-10" : "APM-29";
    case operation::is_completed:
      if (c.result == outcome::no) return "APM-04";
      return r.known == news::wait ? "APM-08" : r.known == news::callback ? "APM-10" : "APM-04";
    case operation::completed_synchronously:
      return r.asked != 0 ? "APM-06" : "APM-05";
    case operation::wait_handle:
      // Closed by the consumer, it is closed for all who read it.
      if (c.result == outcome::object_disposed) return r.ended != 0 ? "APM-25" : "APM-20";
      if (c.result == outcome::timed_out) {
        const bool under_end = std::ranges::any_of(s.calls, [&](const call& e) {
          return e.op == operation::end && e.object == c.object && e.at != progress::done;
        });
        return under_end ? "APM-24" : "APM-23";
      }
      if (r.callback >= callback_phase::running && r.known == news::callback) return "APM-09";
      if (r.handle.disposed) return "APM-26";
      return c.late != 0 ? "APM-22" : "APM-21";
    case operation::close_handle:
      return "APM-27";
    default:
      return "APM-35";
  }
}

std::string_view async_result::progress_of(const state& s, const call& c) const noexcept {
  switch (c.op) {
    case operation::begin:
      return "APM-03";
    case operation::end:
      if (c.result == outcome::invalid_operation) return "APM-32";
      return s.results[c.object].known == news::callback ? "APM-10" : "APM-28";
    case operation::wait_handle:
      return {};
    default:
      return "APM-35";
  }
}

void async_result::outputs(const state& s, std::vector<output>& out) const {
  for (std::size_t t = 0; t < max_threads; ++t) {
    const call& c = s.calls[t];
    if (c.at != progress::done) continue;
    // A completion may run the callback itself, and then returns after it.
    const bool completed = c.op == operation::complete || (c.op == operation::begin && spec_[c.object].synchronous);
    if (completed && c.result >= 0 && s.results[c.object].callback == callback_phase::running) continue;
    label l;
    l.kind = label_kind::ret;
    l.thread = static_cast<std::uint8_t>(t);
    l.op = c.op;
    l.result = c.result;
    out.push_back({l, clause_of(s, c), progress_of(s, c)});
  }
  for (std::size_t i = 0; i < count_; ++i) {
    if (s.results[i].callback != callback_phase::due) continue;
    label l;
    l.kind = label_kind::callback_begin;
    l.thread = first_callback_thread;
    l.object_count = 1;
    l.objects[0] = static_cast<std::uint8_t>(i);
    for (const result& other : s.results) {
      if (other.callback == callback_phase::running && other.callback_thread == l.thread) ++l.thread;
    }
    out.push_back({l, "APM-15"});
  }
}

std::string_view async_result::why_pending(const state& s, std::uint8_t thread) const noexcept {
  if (thread >= max_threads) return {};
  const call& c = s.calls[thread];
  if (c.at != progress::waiting || s.results[c.object].completed != 0) return {};
  return c.op == operation::end ? "APM-28" : "APM-08";
}

std::string_view async_result::why_refused(const state& s, const label& l) const noexcept {
  if (l.kind != label_kind::callback_begin || l.objects[0] >= count_) return {};
  if (spec_[l.objects[0]].silent) return "APM-16";
  if (l.result == outcome::argument) return "APM-17";
  if (l.result == outcome::invalid_operation) return "APM-07";
  const result& r = s.results[l.objects[0]];
  return r.begun == 0 ? "APM-02" : "APM-14";
}

std::string async_result::describe(const state& s) const {
  std::string text;
  for (std::size_t i = 0; i < count_; ++i) {
    const result& r = s.results[i];
    if (i != 0) text += "; ";
    text += "result " + std::to_string(i) + ": ";
    text += r.completed != 0 ? "completed"
            : r.claimed != 0 ? "being completed"
            : r.begun != 0   ? "pending"
                             : "not begun";
    if (r.synchronous != 0) text += " synchronously";
    if (r.ended != 0) text += ", ended";
    if (r.callback == callback_phase::due) text += ", callback due";
    if (r.callback == callback_phase::running) text += ", callback running";
    if (r.handle.disposed) text += closed(r) ? ", handle closed" : ", handle disposed";
  }
  for (std::size_t t = 0; t < max_threads; ++t) {
    const call& c = s.calls[t];
    if (c.at == progress::idle) continue;
    text +=
        "; thread " + std::to_string(t) + " in " + std::string(info(c.op).name) + "(" + std::to_string(c.object) + ")";
    if (c.at == progress::waiting) text += " waits";
    if (c.at == progress::leaving || c.at == progress::done) text += ", returns " + describe_result(c.op, c.result);
  }
  return text;
}

std::string_view async_result::broken(const state& s) const noexcept {
  std::array<unsigned, most> ends{};
  std::array<unsigned, most> completers{};
  for (const call& c : s.calls) {
    if (c.op == operation::end && c.at == progress::waiting) ++ends[c.object];
    if (c.at == progress::completing) ++completers[c.object];
    // Nobody waits on a handle whose resource is gone.
    if (c.op == operation::wait_handle && (c.at == progress::waiting || c.at == progress::leaving) &&
        s.results[c.object].handle.closed)
      return "APM-26";
  }
  for (std::size_t i = 0; i < count_; ++i) {
    const result& r = s.results[i];
    if (ends[i] > 1 || (ends[i] == 1 && r.ended == 0)) return "APM-31";
    if (completers[i] > 1 || (completers[i] == 1 && r.completed != 0)) return "APM-11";
    if (r.synchronous != 0 && (r.completed == 0 || r.asked != 0)) return "APM-05";
    if (r.callback != callback_phase::none && (r.completed == 0 || spec_[i].silent)) return "APM-14";
    if (r.completed != 0 && r.value == 0) return "APM-29";
    if (r.claimed != 0 && r.begun == 0) return "APM-01";
  }
  return {};
}

}  // namespace selvage::model

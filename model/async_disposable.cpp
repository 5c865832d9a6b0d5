#include "model/async_disposable.h"

#include "model/operation.h"
#include "model/pattern_calls.h"

namespace selvage::model {
namespace {

using state = async_disposable::state;
using call = async_disposable::call;
using phase = async_disposable::call_phase;

bool waits(const call& c) noexcept { return c.at == phase::waiting || c.at == phase::joined; }

bool release_due(const state& s) noexcept { return s.begun != 0 && s.released == 0 && s.in_flight == 0; }

std::string_view clause_of_success(const call& c) noexcept {
  if (c.op == operation::dispose_sync) return c.at == phase::waiting ? "DSP-09" : "DSP-12";
  if (c.at == phase::joined) return "DSP-11";
  if (c.op == operation::dispose_async) return c.at == phase::waiting ? "DSP-08" : "DSP-10";
  if (c.result == outcome::object_disposed) return "DSP-02";
  if (c.result == outcome::invalid_operation) return "DSP-04";
  return c.op == operation::finish ? "DSP-03" : "DSP-01";
}

}  // namespace

std::string_view async_disposable::clause_of(const call& c) const noexcept {
  return failing_ && waits(c) ? "DSP-13" : clause_of_success(c);
}

bool async_disposable::take(state& s, const label& l) const noexcept {
  switch (l.kind) {
    case label_kind::call:
      return begin_call(s.calls, l, family::disposal);
    case label_kind::ret: {
      if (l.thread >= threads) return false;
      const call& c = s.calls[l.thread];
      const bool may = c.at == phase::done || (waits(c) && s.released != 0);
      if (!may || l.op != c.op || l.result != c.result) return false;
      s.calls[l.thread] = {};
      return true;
    }
    case label_kind::released:
      if (!release_due(s)) return false;
      s.released = 1;
      return true;
    case label_kind::callback_begin:
    case label_kind::callback_end:
    case label_kind::quiescent:
      break;
  }
  return false;
}

void async_disposable::steps(const state& s, std::vector<pattern_step<state>>& out) const {
  const std::int16_t outcome_of_disposal = failing_ ? outcome::other_exception : outcome::ok;
  for (std::size_t t = 0; t < threads; ++t) {
    const call& c = s.calls[t];
    if (c.at != phase::called && c.at != phase::in_flight) continue;
    state next = s;
    const auto moves = [&](phase at, std::int16_t result, transition via) {
      next.calls[t].at = at;
      next.calls[t].result = result;
      out.push_back({next, via});
    };
    if (c.at == phase::in_flight) {
      --next.in_flight;
      moves(phase::done, outcome::ok, transition::end_operation);
      continue;
    }
    switch (c.op) {
      case operation::use:
      case operation::start:
        if (s.begun != 0) {
          moves(phase::done, outcome::object_disposed, transition::refuse_operation);
        } else if (c.op == operation::use) {
          ++next.in_flight;
          moves(phase::in_flight, 0, transition::begin_operation);
        } else {
          ++next.in_flight;
          ++next.started;
          moves(phase::done, outcome::ok, transition::start_operation);
        }
        break;
      case operation::finish:
        if (s.started == 0) {
          moves(phase::done, outcome::invalid_operation, transition::refuse_finish);
        } else {
          --next.in_flight;
          --next.started;
          moves(phase::done, outcome::ok, transition::finish_operation);
        }
        break;
      case operation::dispose_sync:
      case operation::dispose_async:
        if (s.begun == 0) {
          next.begun = 1;
          moves(phase::waiting, outcome_of_disposal,
                c.op == operation::dispose_sync ? transition::begin_disposal_sync : transition::begin_disposal_async);
        } else if (c.op == operation::dispose_async && joining_) {
          moves(phase::joined, outcome_of_disposal, transition::join_disposal);
        } else {
          moves(phase::done, outcome::ok,
                c.op == operation::dispose_sync ? transition::again_sync : transition::again_async);
        }
        break;
      default:
        break;
    }
  }
}

void async_disposable::outputs(const state& s, std::vector<output>& out) const {
  for (std::size_t t = 0; t < threads; ++t) {
    const call& c = s.calls[t];
    if (c.at != phase::done && (!waits(c) || s.released == 0)) continue;
    out.push_back({return_of(t, c), clause_of(c), clause_of_success(c)});
  }
  if (release_due(s)) out.push_back({release(), "DSP-05"});
}

std::string_view async_disposable::why_pending(const state& s, std::uint8_t thread) const noexcept {
  if (thread >= threads) return {};
  const call& c = s.calls[thread];
  if (waits(c) && s.released == 0) return clause_of_success(c);
  return {};
}

std::string_view async_disposable::why_refused(const state& s, const label& l) const noexcept {
  if (l.kind != label_kind::released) return {};
  return s.released != 0 ? "DSP-07" : "DSP-06";
}

std::string async_disposable::describe(const state& s) const {
  std::string text = s.released != 0 ? "released" : s.begun != 0 ? "disposal begun" : "open";
  text += ", " + std::to_string(s.in_flight) + " in flight";
  for (std::size_t t = 0; t < threads; ++t) {
    const call& c = s.calls[t];
    if (c.at == phase::idle) continue;
    text += "; thread " + std::to_string(t) + " in " + std::string(info(c.op).name);
    if (c.at == phase::in_flight) text += " (in flight)";
    if (waits(c)) text += " (waits)";
    if (c.at == phase::done) text += " (over)";
  }
  return text;
}

std::string_view async_disposable::broken(const state& s) noexcept {
  if (s.released != 0 && (s.begun == 0 || s.in_flight != 0)) return "DSP-06";
  if (s.started > s.in_flight) return "DSP-03";
  return {};
}

}  // namespace selvage::model

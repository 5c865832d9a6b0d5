#pragma once

#include <cstddef>
#include <cstdint>

#include "model/label.h"
#include "model/operation.h"

namespace selvage::model {

/// For machines whose state has one call a thread, {op, at, result}, with phases among which are idle, called and done.

/// A thread without a call begins one of the family; false, and no change, when it cannot.
template <class Calls>
bool begin_call(Calls& calls, const label& l, family of) noexcept {
  using call = typename Calls::value_type;
  using phase = decltype(call::at);
  if (l.thread >= calls.size() || calls[l.thread].at != phase::idle || info(l.op).of != of) return false;
  calls[l.thread] = call{l.op, phase::called, 0};
  return true;
}

/// A thread whose call is done returns from it with its result; false, and no change, when it cannot.
template <class Calls>
bool end_call(Calls& calls, const label& l) noexcept {
  using call = typename Calls::value_type;
  if (l.thread >= calls.size()) return false;
  call& c = calls[l.thread];
  if (c.at != decltype(call::at)::done || l.op != c.op || l.result != c.result) return false;
  c = {};
  return true;
}

/// The release of the one object of such a machine.
inline label release() noexcept { return {.kind = label_kind::released, .object_count = 1}; }

/// The beginning of a callback of it, on the client thread of the slot.
inline label callback(std::size_t slot, std::int16_t cause) noexcept {
  return {.kind = label_kind::callback_begin,
          .thread = static_cast<std::uint8_t>(first_callback_thread + slot),
          .object_count = 1,
          .result = cause};
}

/// The return that is due to a thread.
template <class Call>
label return_of(std::size_t thread, const Call& c) noexcept {
  return {.kind = label_kind::ret, .thread = static_cast<std::uint8_t>(thread), .op = c.op, .result = c.result};
}

}  // namespace selvage::model

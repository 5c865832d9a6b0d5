#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>

#include "selvage/async/event_wait_handle.h"

namespace selvage::async {

/// How many handles one wait may be given.
inline constexpr std::size_t max_wait_handles = 64;

using wait_handles = std::span<event_wait_handle* const>;

namespace detail {
std::optional<std::size_t> wait_any(wait_handles handles, time_limit limit);
bool wait_all(wait_handles handles, time_limit limit);
bool signal_and_wait(event_wait_handle& signal, event_wait_handle& wait, time_limit limit);
}  // namespace detail

// Every wait here holds a reference to each of its handles until it returns. All of them may be called from any
// thread; a wait costs O(n) for n handles, O(n * n) where it has to block, and allocates nothing.
//
// Errors of wait_any and wait_all: argument_error when there is no handle, a null one or more than max_wait_handles,
// when the time is negative, or when wait_all is given one handle twice; object_disposed_error when a handle is
// closed, the references to the others having been given back.

/// Waits for one event.
inline void wait_one(event_wait_handle& handle) { handle.wait(); }

template <class Rep, class Period>
[[nodiscard]] bool wait_one_for(event_wait_handle& handle, std::chrono::duration<Rep, Period> d) {
  return handle.wait_for(d);
}

/// Waits until one of the events is set and consumes that one. Returns its index, the lowest if several are set.
inline std::size_t wait_any(wait_handles handles) { return *detail::wait_any(handles, std::nullopt); }

/// Returns nothing when the time has passed.
template <class Rep, class Period>
[[nodiscard]] std::optional<std::size_t> wait_any_for(wait_handles handles, std::chrono::duration<Rep, Period> d) {
  return detail::wait_any(handles, detail::limit_of(d));
}

/// Waits until all events are set at one instant and consumes them in that instant; until then, none of them.
inline void wait_all(wait_handles handles) { detail::wait_all(handles, std::nullopt); }

/// Returns false when the time has passed; nothing has been consumed then.
template <class Rep, class Period>
[[nodiscard]] bool wait_all_for(wait_handles handles, std::chrono::duration<Rep, Period> d) {
  return detail::wait_all(handles, detail::limit_of(d));
}

/// Sets one event, then waits for the other, in two steps. Takes references to both handles first: when one is
/// closed, throws object_disposed_error and sets nothing.
inline void signal_and_wait(event_wait_handle& signal, event_wait_handle& wait) {
  detail::signal_and_wait(signal, wait, std::nullopt);
}

/// Returns false when the time has passed; the one event has been set all the same.
template <class Rep, class Period>
[[nodiscard]] bool signal_and_wait_for(event_wait_handle& signal, event_wait_handle& wait,
                                       std::chrono::duration<Rep, Period> d) {
  return detail::signal_and_wait(signal, wait, detail::limit_of(d));
}

}  // namespace selvage::async

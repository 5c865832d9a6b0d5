#pragma once

#include <chrono>
#include <optional>

#include "selvage/async/error.h"
#include "selvage/async/release_notification.h"

namespace selvage::async {

namespace detail {

class event_core;
struct event_handle;
struct event_access;

using time_limit = std::optional<std::chrono::nanoseconds>;

/// Saturates. Throws argument_error when the duration is negative.
template <class Rep, class Period>
[[nodiscard]] time_limit limit_of(std::chrono::duration<Rep, Period> d) {
  using given = std::chrono::duration<Rep, Period>;
  constexpr auto longest = std::chrono::nanoseconds::max();
  if (d < given::zero()) throw argument_error("a wait cannot take a negative time");
  if (d >= std::chrono::duration_cast<given>(longest)) return longest;
  return std::chrono::duration_cast<std::chrono::nanoseconds>(d);
}

}  // namespace detail

/// A handle of an event: what a manual_reset_event and an auto_reset_event have in common (spec/events.md).
///
/// Every member function may be called from any thread at any time, also while others wait; only construction and
/// destruction need the object for themselves. A handle is closed by `close`, but stays usable for as long as some
/// call through it is under way: those who wait can still be released (EVT-05). On a closed handle every operation
/// but `close` throws object_disposed_error.
///
/// set, reset and a wait on a set event cost one atomic operation while nobody waits; waiting allocates nothing.
class event_wait_handle {
 public:
  event_wait_handle(const event_wait_handle&) = delete;
  event_wait_handle& operator=(const event_wait_handle&) = delete;

  /// Sets the event. A manual-reset event releases every thread that waits and stays set; an auto-reset event
  /// releases one of them, or is set for the next one. Returns at once. What happened before it happens before the
  /// return of the waits that it satisfies.
  void set();

  /// Makes the event unset. Threads that a set has released return all the same.
  void reset();

  /// Releases the threads that a set would release now, and leaves the event unset.
  void pulse();

  /// Waits until the event is set. An auto-reset event is consumed.
  void wait();

  /// Waits until the event is set, at most for the given time, reckoned once from the call; zero tests and returns.
  /// Returns false when the time has passed. Throws argument_error when the time is negative.
  template <class Rep, class Period>
  [[nodiscard]] bool wait_for(std::chrono::duration<Rep, Period> d) {
    return wait(detail::limit_of(d));
  }

  /// Closes the handle, once no call through it is under way any more. May be called again, to no effect.
  void close();

  [[nodiscard]] bool is_closed() const noexcept;

 protected:
  enum class resets : bool { by_hand, by_itself };

  event_wait_handle(resets r, bool initially_set, release_notification notification);

  /// Another handle of the same event, open until it is closed itself.
  /// Throws object_disposed_error when the original is closed.
  event_wait_handle(event_wait_handle& original, release_notification notification);

  /// Closes the handle. No other call through it may be in progress.
  ~event_wait_handle();

 private:
  friend struct detail::event_access;

  bool wait(detail::time_limit limit);
  [[nodiscard]] bool is_first() const noexcept;

  detail::event_core* core_;
  detail::event_handle* handle_;  ///< the core itself, for the handle that the event was made with
};

}  // namespace selvage::async

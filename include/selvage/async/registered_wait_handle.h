#pragma once

#include <memory>

#include "selvage/async/event_wait_handle.h"

namespace selvage::async {

namespace detail {
class registration;
}

/// What a registered wait is unregistered by (spec/registrations.md). Copies stand for one registration; it goes on
/// without them until it is unregistered or, executing only once, has fired. Members may be called from any thread,
/// also inside the callback.
class registered_wait_handle {
 public:
  registered_wait_handle() = default;
  explicit registered_wait_handle(std::shared_ptr<detail::registration> r) noexcept : registration_(std::move(r)) {}

  /// Ends the wait: once this has returned the event's signals are left for others. Callbacks that are queued or under
  /// way are not waited for. Returns true the first time, also when a registration that executes only once has fired,
  /// and false after that. Throws invalid_operation_error on a handle of no registration.
  bool unregister();

  /// Likewise, and sets `completion` once the last callback has ended; only if this returns true. Throws
  /// object_disposed_error when `completion` is closed, and then leaves the registration as it was. It may be closed
  /// as soon as this has returned, but must live until it is set.
  bool unregister(event_wait_handle& completion);

  /// Likewise, and returns true only after the last callback has ended. Throws invalid_operation_error inside a
  /// callback of the same registration, where it could never return, and then leaves the registration as it was.
  bool unregister_blocking();

 private:
  [[nodiscard]] detail::registration& get() const;

  std::shared_ptr<detail::registration> registration_;
};

}  // namespace selvage::async

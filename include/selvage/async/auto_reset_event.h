#pragma once

#include "selvage/async/event_wait_handle.h"

namespace selvage::async {

/// An event that the wait it satisfies resets; a set releases one thread that waits.
class auto_reset_event : public event_wait_handle {
 public:
  /// `notification` is called once, when the handle has been closed and no call through it is left.
  explicit auto_reset_event(bool initially_set, release_notification notification = {})
      : event_wait_handle(resets::by_itself, initially_set, notification) {}

  /// Another handle of the same event, closed by itself. Throws object_disposed_error when this one is closed.
  [[nodiscard]] auto_reset_event duplicate(release_notification notification = {}) {
    return auto_reset_event(*this, notification);
  }

 private:
  auto_reset_event(auto_reset_event& original, release_notification notification)
      : event_wait_handle(original, notification) {}
};

}  // namespace selvage::async

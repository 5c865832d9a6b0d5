#pragma once

#include "selvage/async/event_wait_handle.h"

namespace selvage::async {

/// An event that stays set until it is reset; a set releases every thread that waits.
class manual_reset_event : public event_wait_handle {
 public:
  /// `notification` is called once, when the handle has been closed and no call through it is left.
  explicit manual_reset_event(bool initially_set, release_notification notification = {})
      : event_wait_handle(resets::by_hand, initially_set, notification) {}

  /// Another handle of the same event, closed by itself. Throws object_disposed_error when this one is closed.
  [[nodiscard]] manual_reset_event duplicate(release_notification notification = {}) {
    return manual_reset_event(*this, notification);
  }

 private:
  manual_reset_event(manual_reset_event& original, release_notification notification)
      : event_wait_handle(original, notification) {}
};

}  // namespace selvage::async

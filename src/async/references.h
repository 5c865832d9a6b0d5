#pragma once

#include <array>
#include <cstddef>

#include "selvage/async/wait.h"
#include "src/async/event_core.h"

namespace selvage::async::detail {

struct event_access {
  static event_core& core(event_wait_handle& h) noexcept { return *h.core_; }
  static event_handle& handle(event_wait_handle& h) noexcept { return *h.handle_; }
};

/// References to the handles of one call, given back at its end.
class references {
 public:
  references() = default;
  references(const references&) = delete;
  references& operator=(const references&) = delete;

  ~references() {
    for (std::size_t i = 0; i < count_; ++i) handles_[i]->release();
  }

  /// Throws object_disposed_error when the handle is closed.
  void take(event_handle& handle) {
    handle.add_ref();
    handles_[count_++] = &handle;
  }

 private:
  std::size_t count_{};
  std::array<event_handle*, max_wait_handles> handles_;
};

}  // namespace selvage::async::detail

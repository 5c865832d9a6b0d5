#pragma once

namespace selvage::async {

/// Called once when the last reference to a closed object goes, on the thread that dropped it. Must not throw.
struct release_notification {
  void (*function)(void* context){nullptr};
  void* context{nullptr};

  void operator()() const noexcept {
    if (function != nullptr) function(context);
  }
};

}  // namespace selvage::async

#pragma once

#include <functional>

namespace selvage::async {

/// Runs work on some other thread.
class executor {
 public:
  executor() = default;
  executor(const executor&) = delete;
  executor& operator=(const executor&) = delete;
  virtual ~executor() = default;

  /// Runs `work` later, never inside the call. May be called from any thread. An exception that leaves `work` ends the
  /// process.
  virtual void post(std::function<void()> work) = 0;
};

}  // namespace selvage::async

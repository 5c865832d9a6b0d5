#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "selvage/async/synchronization_context.h"

namespace selvage::async {

/// A message loop: what is posted runs one after the other, in order, on the thread that is inside one of the `run`
/// functions (EAP-16). One thread at a time may be. While it runs, the context is that thread's current one; it lends
/// itself out without ownership when no shared_ptr holds it.
class single_thread_context final : public synchronization_context {
 public:
  /// Throws argument_error when `work` is empty.
  void post(std::function<void()> work) override;
  /// On the loop's thread inside the call; from any other thread posted and waited for, so that without a loop it
  /// blocks. What `work` throws is thrown here.
  void send(const std::function<void()>& work) override;
  void operation_started() override;
  void operation_completed() noexcept override;

  /// Runs what is posted until `stop`. What it throws leaves `run`, which may be called again.
  void run();
  /// Runs what is posted until every operation that has started has completed and nothing is left to run.
  void run_until_idle();
  /// Runs what was posted before the call and no more. Returns how many there were.
  std::size_t run_pending();
  /// Ends `run` before it takes up the next of what is posted, also when it is called later.
  void stop();

 private:
  template <class Done>
  void run_until(Done done);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  std::size_t operations_{};
  std::thread::id runs_;
  bool stopped_{};
};

}  // namespace selvage::async

#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "selvage/async/event_wait_handle.h"
#include "selvage/async/executor.h"
#include "selvage/async/registered_wait_handle.h"

namespace selvage::async {

namespace detail {
class pool_core;
}

/// Runs once for a signal or a timeout. `state` is the one given at the registration.
using wait_or_timer_callback = std::function<void(void* state, bool timed_out)>;

/// Threads that run what is queued, first in first out, and the callbacks of registered waits. Nobody waits in a
/// thread for a registration: a signal queues its callback, and an idle thread of the pool looks after the timeouts.
/// Members but the destructor may be called from any thread. What is run must not throw: std::terminate is called.
class thread_pool final : public executor {
 public:
  /// Starts `workers` threads. Throws argument_error for none, std::system_error when they cannot be started.
  explicit thread_pool(unsigned workers = std::max(2U, std::thread::hardware_concurrency()));

  /// Runs what is queued, then ends the threads. Every registration must have been unregistered, or have fired its
  /// only time. Must not be called by what runs on the pool.
  ~thread_pool() override;

  /// Runs `work` on a thread of the pool. Throws argument_error when it is empty. One allocation, O(1).
  void queue(std::function<void()> work);

  /// The same, for what runs on any executor.
  void post(std::function<void()> work) override { queue(std::move(work)); }

  /// Runs `callback(state, false)` for a signal of the event and `callback(state, true)` when `timeout` passes first:
  /// once, or again and again with the time reckoned anew. A repeating registration of an event that stays set runs
  /// without end. The callback may run before this returns, and callbacks of one registration may overlap.
  ///
  /// The registration holds a reference to `handle` until it is gone, so that a close does not disturb it. Throws
  /// object_disposed_error when `handle` is closed, argument_error when the callback is empty or the time negative.
  /// Costs no thread; a few allocations here and none afterwards.
  template <class Rep, class Period>
  registered_wait_handle register_wait_for_single_object(event_wait_handle& handle, wait_or_timer_callback callback,
                                                         void* state, std::chrono::duration<Rep, Period> timeout,
                                                         bool execute_only_once) {
    return begin(handle, std::move(callback), state, detail::limit_of(timeout), execute_only_once);
  }

  /// Likewise without a timeout.
  registered_wait_handle register_wait_for_single_object(event_wait_handle& handle, wait_or_timer_callback callback,
                                                         void* state, bool execute_only_once) {
    return begin(handle, std::move(callback), state, std::nullopt, execute_only_once);
  }

 private:
  registered_wait_handle begin(event_wait_handle& handle, wait_or_timer_callback callback, void* state,
                               detail::time_limit timeout, bool execute_only_once);

  std::shared_ptr<detail::pool_core> core_;
  std::vector<std::thread> threads_;
};

}  // namespace selvage::async

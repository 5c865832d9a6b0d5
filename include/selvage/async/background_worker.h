#pragma once

#include <any>
#include <functional>
#include <memory>

#include "selvage/async/event_args.h"
#include "selvage/async/thread_pool.h"

namespace selvage::async {

/// What the handler of the work is given, and what it leaves behind.
struct do_work_event_args {
  const std::any argument;
  std::any result{};
  bool cancel{};  ///< set by a handler that ends because cancellation_pending()
};

using run_worker_completed_event_args = completed_event_args<std::any>;

/// Runs a handler on a pool, one run at a time, and raises its progress and its completion on the context that was
/// current where it was started (EAP-17 to EAP-24).
///
/// Member functions may be called from any thread. A worker that is destroyed while it is busy runs on to its end, and
/// raises its events.
class background_worker {
 public:
  /// `do_work` may throw: the error is the run's. The others run on the context and must not throw where that does not
  /// take it. Those that are empty are not raised.
  struct handlers {
    std::function<void(background_worker&, do_work_event_args&)> do_work{};
    std::function<void(const progress_changed_event_args&)> progress_changed{};
    std::function<void(const run_worker_completed_event_args&)> run_worker_completed{};
  };
  struct abilities {
    bool reports_progress{true};
    bool supports_cancellation{true};
  };

  /// Works on the pool of the process. Throws argument_error without a handler of the work.
  explicit background_worker(handlers h);
  background_worker(handlers h, abilities can);
  /// Works on `pool`, which must outlive its runs.
  background_worker(handlers h, abilities can, thread_pool& pool);

  /// Starts a run without a cancellation pending. Throws invalid_operation_error when one is under way, what the context
  /// throws when told of an operation, and std::bad_alloc; the worker is idle then. A context that cannot post the
  /// completion ends the process: there is nobody to tell.
  void run_async(std::any argument = {});

  /// Asks the run under way to stop; without one it does nothing. Throws invalid_operation_error where cancellation is
  /// not supported.
  void cancel_async();

  /// Raises progress of the run under way. Throws invalid_operation_error where progress is not reported and when no
  /// run is under way, and what the context throws. Called by others than the handler of the work it may be raised
  /// after the completion.
  void report_progress(int percentage);

  /// A run is under way; false already in the handler of its completion.
  [[nodiscard]] bool is_busy() const;
  [[nodiscard]] bool cancellation_pending() const;

 private:
  struct core;

  explicit background_worker(std::shared_ptr<core> of) noexcept : core_(std::move(of)) {}

  std::shared_ptr<core> core_;
};

}  // namespace selvage::async

#include "selvage/async/background_worker.h"

#include <mutex>
#include <utility>

#include "selvage/async/async_operation_manager.h"
#include "selvage/async/error.h"
#include "src/async/process_pool.h"

namespace selvage::async {

struct background_worker::core : std::enable_shared_from_this<core> {
  core(handlers h, abilities a, thread_pool& p) : raise(std::move(h)), can(a), pool(p) {}

  void begin(std::any argument) {
    {
      const std::scoped_lock lock(mutex);
      if (busy) throw invalid_operation_error("the worker is busy");
      busy = true;
      cancelled = false;
    }
    // Without the lock: the context may ask about the worker.
    try {
      std::shared_ptr<async_operation> made = async_operation_manager::create_operation(nullptr);
      {
        const std::scoped_lock lock(mutex);
        operation = made;
      }
      pool.queue([self = shared_from_this(), argument = std::move(argument)]() mutable {
        self->work(std::move(argument));
      });
    } catch (...) {
      end();
      throw;
    }
  }

  void work(std::any argument) {
    do_work_event_args args{std::move(argument)};
    std::exception_ptr error;
    try {
      background_worker seen(shared_from_this());
      raise.do_work(seen, args);
    } catch (...) {
      error = std::current_exception();
    }
    const run_worker_completed_event_args ended(std::move(error), args.cancel, nullptr, std::move(args.result));
    end()->post_operation_completed([self = shared_from_this(), ended] {
      if (self->raise.run_worker_completed) self->raise.run_worker_completed(ended);
    });
  }

  /// The worker is idle; what is left of the run is to complete its operation.
  std::shared_ptr<async_operation> end() {
    const std::scoped_lock lock(mutex);
    busy = false;
    cancelled = false;
    return std::exchange(operation, nullptr);
  }

  const handlers raise;
  const abilities can;
  thread_pool& pool;
  std::mutex mutex;
  bool busy{};
  bool cancelled{};
  std::shared_ptr<async_operation> operation;
};

background_worker::background_worker(handlers h) : background_worker(std::move(h), abilities{}) {}

background_worker::background_worker(handlers h, abilities can)
    : background_worker(std::move(h), can, detail::process_pool()) {}

background_worker::background_worker(handlers h, abilities can, thread_pool& pool) {
  if (!h.do_work) throw argument_error("a worker needs a handler of the work");
  core_ = std::make_shared<core>(std::move(h), can, pool);
}

void background_worker::run_async(std::any argument) { core_->begin(std::move(argument)); }

void background_worker::cancel_async() {
  if (!core_->can.supports_cancellation) throw invalid_operation_error("the worker does not support cancellation");
  const std::scoped_lock lock(core_->mutex);
  core_->cancelled = core_->busy;
}

void background_worker::report_progress(int percentage) {
  if (!core_->can.reports_progress) throw invalid_operation_error("the worker does not report progress");
  std::shared_ptr<async_operation> operation;
  {
    const std::scoped_lock lock(core_->mutex);
    operation = core_->operation;
  }
  if (operation == nullptr) throw invalid_operation_error("no run is under way");
  operation->post([core = core_, percentage] {
    if (core->raise.progress_changed) core->raise.progress_changed({percentage, nullptr});
  });
}

bool background_worker::is_busy() const {
  const std::scoped_lock lock(core_->mutex);
  return core_->busy;
}

bool background_worker::cancellation_pending() const {
  const std::scoped_lock lock(core_->mutex);
  return core_->cancelled;
}

}  // namespace selvage::async

#include "tests/subjects/asio/worker.h"

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/cancellation_state.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/thread_pool.hpp>
#include <atomic>
#include <chrono>
#include <mutex>
#include <system_error>

#include "tests/subjects/tables.h"

namespace selvage::subjects {
namespace {

class worker {
 public:
  worker(int context, bool failing, bool cancellable, selvage_released_fn released, selvage_callback_fn called,
         void* hook)
      : failing_(failing), cancellable_(cancellable), released_(released), called_(called), hook_(hook) {
    if (context == SELVAGE_CONTEXT_LOOP) context_ = asio::make_strand(threads_);
  }
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;
  ~worker() { threads_.join(); }

  void run_async() {
    const std::lock_guard lock(mutex_);
    if (busy_) throw async::invalid_operation_error("it runs already");
    busy_ = true;
    cancellation_ = asio::cancellation_state(signal_.slot());
    asio::post(threads_, [this] { work(); });
  }

  void cancel_async() {
    if (!cancellable_) throw async::invalid_operation_error("it cannot be cancelled");
    const std::lock_guard lock(mutex_);
    signal_.emit(asio::cancellation_type::terminal);
  }

  bool is_busy() {
    const std::lock_guard lock(mutex_);
    return busy_;
  }

  /// True when it is not the first.
  bool retry() {
    if (retried_.exchange(true)) return true;
    run_async();
    return false;
  }

 private:
  void work() {
    asio::post(context_, [this] { called_(hook_, SELVAGE_CAUSE_PROGRESS); });
    const std::lock_guard lock(mutex_);
    if (cancellation_.cancelled() != asio::cancellation_type::none) {
      asio::post(threads_, [this] { finish(true); });
      return;
    }
    timer_.expires_after(std::chrono::milliseconds(0));
    timer_.async_wait(asio::bind_cancellation_slot(
        cancellation_.slot(), [this](std::error_code e) { finish(e == asio::error::operation_aborted); }));
  }

  void finish(bool cancelled) {
    const int cause = failing_ ? SELVAGE_CAUSE_ERROR : cancelled ? SELVAGE_CAUSE_CANCELLED : SELVAGE_CAUSE_RESULT;
    {
      const std::lock_guard lock(mutex_);
      busy_ = false;
      asio::post(context_, [this, cause] { called_(hook_, cause); });
    }
    if (released_ != nullptr) released_(hook_);
  }

  const bool failing_;
  const bool cancellable_;
  const selvage_released_fn released_;
  const selvage_callback_fn called_;
  void* const hook_;
  asio::thread_pool threads_{2};
  asio::any_io_executor context_ = threads_.get_executor();
  asio::steady_timer timer_{threads_};
  std::mutex mutex_;
  asio::cancellation_signal signal_;
  asio::cancellation_state cancellation_;
  bool busy_{};
  std::atomic<bool> retried_{false};
};

}  // namespace

const selvage_component_functions asio_workers = workers_of<worker>();

}  // namespace selvage::subjects

#include "selvage/async/thread_pool.h"

#include <utility>

#include "selvage/async/error.h"
#include "src/async/pool_core.h"
#include "src/async/registration.h"

namespace selvage::async {
namespace {

class queued_function final : public detail::work_item {
 public:
  explicit queued_function(std::function<void()> work) noexcept : work_(std::move(work)) {}

  void run() noexcept override {
    work_();
    delete this;
  }

 private:
  std::function<void()> work_;
};

}  // namespace

thread_pool::thread_pool(unsigned workers) : core_(std::make_shared<detail::pool_core>()) {
  if (workers == 0) throw argument_error("a pool needs at least one thread");
  threads_.reserve(workers);
  try {
    while (threads_.size() < workers) threads_.emplace_back([core = core_.get()] { core->work(); });
  } catch (...) {
    core_->stop();
    for (std::thread& t : threads_) t.join();
    throw;
  }
}

thread_pool::~thread_pool() {
  core_->stop();
  for (std::thread& t : threads_) t.join();
}

void thread_pool::queue(std::function<void()> work) {
  if (!work) throw argument_error("there is no work to queue");
  core_->post(*new queued_function(std::move(work)));
}

registered_wait_handle thread_pool::begin(event_wait_handle& handle, wait_or_timer_callback callback, void* state,
                                          detail::time_limit timeout, bool execute_only_once) {
  if (!callback) throw argument_error("a registration needs a callback");
  auto made =
      std::make_shared<detail::registration>(core_, handle, std::move(callback), state, timeout, execute_only_once);
  made->begin();
  return registered_wait_handle(std::move(made));
}

}  // namespace selvage::async

#include "tests/subjects/reference/registrations.h"

#include <atomic>
#include <chrono>
#include <cstdint>

#include "selvage/async/thread_pool.h"
#include "selvage/subject_tables.h"
#include "tests/subjects/reference/events.h"

namespace selvage::subjects {
namespace registration_calls {
namespace {

using async::registered_wait_handle;
using async::thread_pool;

class registration {
 public:
  registration(thread_pool& pool, async::event_wait_handle& event, std::int32_t timeout_ms, bool once,
               selvage_callback_fn callback, void* context) noexcept
      : pool_(pool), event_(event), timeout_ms_(timeout_ms), once_(once), callback_(callback), context_(context) {}

  registration(const registration&) = delete;
  registration& operator=(const registration&) = delete;

  ~registration() {
    if (state_ == state::registered) handle_.unregister_blocking();
  }

  /// Registers once; a registration that was refused may be tried again.
  void begin() {
    state expected = state::fresh;
    if (!state_.compare_exchange_strong(expected, state::beginning))
      throw async::invalid_operation_error("registered already");
    try {
      handle_ = make();
    } catch (...) {
      state_ = state::fresh;
      throw;
    }
    state_ = state::registered;
  }

  /// Before it is handed out: the handle of no registration.
  registered_wait_handle handle() { return state_ == state::registered ? handle_ : registered_wait_handle(); }

 private:
  enum class state { fresh, beginning, registered };

  registered_wait_handle make() {
    const auto call = [callback = callback_](void* context, bool timed_out) {
      callback(context, timed_out ? int{SELVAGE_TIMED_OUT} : int{SELVAGE_OK});
    };
    if (timeout_ms_ < 0) return pool_.register_wait_for_single_object(event_, call, context_, once_);
    return pool_.register_wait_for_single_object(event_, call, context_, std::chrono::milliseconds(timeout_ms_), once_);
  }

  thread_pool& pool_;
  async::event_wait_handle& event_;
  const std::int32_t timeout_ms_;
  const bool once_;
  const selvage_callback_fn callback_;
  void* const context_;
  registered_wait_handle handle_;
  std::atomic<state> state_{state::fresh};
};

registration& value(void* r) noexcept { return *static_cast<registration*>(r); }

void* pool_create(unsigned workers) { return new thread_pool(workers); }
void pool_destroy(void* pool) { delete static_cast<thread_pool*>(pool); }

void* create(void* pool, void* event, std::int32_t timeout_ms, int once, selvage_callback_fn callback, void* context) {
  return new registration(*static_cast<thread_pool*>(pool), event_of(event), timeout_ms, once != 0, callback, context);
}

void destroy(void* r) { delete static_cast<registration*>(r); }

int register_wait(void* r) {
  return ok_after([&] { value(r).begin(); });
}

int unregister(void* r, void* event) {
  return result_of([&] {
    registered_wait_handle handle = value(r).handle();
    return (event == nullptr ? handle.unregister() : handle.unregister(event_of(event))) ? 1 : 0;
  });
}

int unregister_blocking(void* r) {
  return result_of([&] { return value(r).handle().unregister_blocking() ? 1 : 0; });
}

}  // namespace
}  // namespace registration_calls

const selvage_registration_functions reference_registrations = {
    .size = sizeof(selvage_registration_functions),
    .pool_create = registration_calls::pool_create,
    .pool_destroy = registration_calls::pool_destroy,
    .create = registration_calls::create,
    .destroy = registration_calls::destroy,
    .register_wait = registration_calls::register_wait,
    .unregister = registration_calls::unregister,
    .unregister_blocking = registration_calls::unregister_blocking,
};

}  // namespace selvage::subjects

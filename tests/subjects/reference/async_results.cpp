#include "tests/subjects/reference/async_results.h"

#include <any>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <utility>

#include "selvage/async/async_result.h"
#include "selvage/subject_tables.h"

namespace selvage::subjects {
namespace async_result_calls {
namespace {

using result = async::async_result<int>;

/// An operation that a client has in hand before it begins.
class async_operation_slot {
 public:
  async_operation_slot(bool synchronous, bool failing, selvage_callback_fn callback, void* context)
      : synchronous_(synchronous), failing_(failing), callback_(callback), context_(context) {}

  async_operation_slot(const async_operation_slot&) = delete;
  async_operation_slot& operator=(const async_operation_slot&) = delete;
  ~async_operation_slot() { delete begun_.load(); }

  void begin(int value) {
    async::begin_arguments arguments;
    arguments.state = this;
    if (callback_ != nullptr) arguments.callback = [this](const auto& given) { call_back(given); };
    auto made = std::make_unique<std::shared_ptr<result>>(result::begin(this, std::move(arguments)));
    std::shared_ptr<result>* none = nullptr;
    if (!begun_.compare_exchange_strong(none, made.get()))
      throw async::invalid_operation_error("the operation has begun already");
    made.release();
    if (synchronous_) complete(value, true);
  }

  void complete(int value) {
    if (!complete(value, false)) throw async::invalid_operation_error("completed already");
  }

  [[nodiscard]] result& of_begun() const {
    const auto* const begun = begun_.load();
    if (begun == nullptr) throw async::invalid_operation_error("the operation has not begun");
    return **begun;
  }

  [[nodiscard]] std::shared_ptr<result> given_out() const {
    const auto* const begun = begun_.load();
    return begun == nullptr ? nullptr : *begun;
  }

 private:
  bool complete(int value, bool synchronously) const {
    if (!failing_) return of_begun().try_set_value(value, synchronously);
    return of_begun().try_set_exception(std::make_exception_ptr(std::runtime_error("the operation failed")),
                                        synchronously);
  }

  void call_back(const std::shared_ptr<async::async_result_base>& given) const {
    if (given != given_out()) return callback_(context_, SELVAGE_ARGUMENT);
    const auto* const state = std::any_cast<async_operation_slot*>(&given->async_state());
    callback_(context_, state != nullptr && *state == this ? int{SELVAGE_OK} : int{SELVAGE_INVALID_OPERATION});
  }

  const bool synchronous_;
  const bool failing_;
  const selvage_callback_fn callback_;
  void* const context_;
  std::atomic<std::shared_ptr<result>*> begun_{nullptr};
};

async_operation_slot& slot(void* operation) noexcept { return *static_cast<async_operation_slot*>(operation); }

void* create(int synchronous, int failing, selvage_callback_fn callback, void* context) {
  return new async_operation_slot(synchronous != 0, failing != 0, callback, context);
}

void destroy(void* operation) { delete &slot(operation); }

int begin(void* operation, int value) {
  return ok_after([&] { slot(operation).begin(value); });
}

int complete(void* operation, int value) {
  return ok_after([&] { slot(operation).complete(value); });
}

int end(void* operation, void* result_of) {
  return result_of == nullptr
             ? int{SELVAGE_ARGUMENT}
             : subjects::result_of([&] { return result::end(operation, slot(result_of).given_out()); });
}

int is_completed(void* operation) {
  return result_of([&] { return slot(operation).of_begun().is_completed() ? 1 : 0; });
}

int completed_synchronously(void* operation) {
  return result_of([&] { return slot(operation).of_begun().completed_synchronously() ? 1 : 0; });
}

int wait_handle(void* operation, std::int32_t timeout_ms) {
  return result_of([&] {
    auto& handle = slot(operation).of_begun().async_wait_handle();
    if (timeout_ms >= 0) return wait_result(handle.wait_for(std::chrono::milliseconds(timeout_ms)));
    handle.wait();
    return int{SELVAGE_OK};
  });
}

int close_handle(void* operation) {
  return ok_after([&] { slot(operation).of_begun().async_wait_handle().close(); });
}

}  // namespace
}  // namespace async_result_calls

const selvage_async_result_functions reference_async_results = {
    .size = sizeof(selvage_async_result_functions),
    .create = async_result_calls::create,
    .destroy = async_result_calls::destroy,
    .begin = async_result_calls::begin,
    .complete = async_result_calls::complete,
    .end = async_result_calls::end,
    .is_completed = async_result_calls::is_completed,
    .completed_synchronously = async_result_calls::completed_synchronously,
    .wait_handle = async_result_calls::wait_handle,
    .close_handle = async_result_calls::close_handle,
};

}  // namespace selvage::subjects

#include <chrono>
#include <cstdint>
#include <future>
#include <semaphore>
#include <stdexcept>
#include <string>

#include "tests/subjects/tables.h"

// The C++ standard library that this is compiled with. std::counting_semaphore stands for an auto-reset event: a set
// releases one unit, a wait acquires one. It counts, so sets of a set event add up (EVT-13). std::promise and
// std::shared_future stand for an asynchronous operation and its result; a shared future gives its value as often as it
// is asked (APM-31).
namespace {

class event {
 public:
  event(bool, bool initially_set) : units_(initially_set ? 1 : 0) {}

  void set() { units_.release(); }

  bool wait(std::int32_t timeout_ms) {
    if (timeout_ms == 0) return units_.try_acquire();
    if (timeout_ms > 0) return units_.try_acquire_for(std::chrono::milliseconds(timeout_ms));
    units_.acquire();
    return true;
  }

 private:
  std::counting_semaphore<64> units_;
};

class promised : public selvage::subjects::begun_once {
 public:
  promised(bool synchronous, bool failing, selvage_callback_fn, void*)
      : synchronous_(synchronous), failing_(failing), future_(promise_.get_future()) {}

  void begin(int value) {
    begin_once();
    if (synchronous_) complete_first(value);
  }

  void complete(int value) {
    must_have_begun();
    if (!complete_first(value)) throw selvage::async::invalid_operation_error("completed already");
  }

  int end() const {
    if (!has_begun()) throw selvage::async::argument_error("no result yet");
    return std::shared_future<int>(future_).get();
  }

  bool is_completed() const { return wait(0); }

  bool wait(std::int32_t timeout_ms) const {
    must_have_begun();
    const auto own = future_;
    if (timeout_ms >= 0) return own.wait_for(std::chrono::milliseconds(timeout_ms)) == std::future_status::ready;
    own.wait();
    return true;
  }

 private:
  /// False when somebody else was faster.
  bool complete_first(int value) {
    try {
      if (failing_) {
        promise_.set_exception(std::make_exception_ptr(std::runtime_error("the operation failed")));
      } else {
        promise_.set_value(value);
      }
      return true;
    } catch (const std::future_error&) {
      return false;
    }
  }

  const bool synchronous_;
  const bool failing_;
  std::promise<int> promise_;
  const std::shared_future<int> future_;
};

constexpr auto events = selvage::subjects::events_of<event>();
constexpr auto results = selvage::subjects::async_results_of<promised>();

const auto version = "libstdc++ " + std::to_string(_GLIBCXX_RELEASE);

const auto standard = [] {
  auto s = selvage::subjects::described("std", version.c_str(),
                                        "std::counting_semaphore, std::promise and std::shared_future");
  s.events = &events;
  s.async_results = &results;
  s.lacks = SELVAGE_LACKS_MANUAL_RESET | SELVAGE_LACKS_CALLBACKS | SELVAGE_LACKS_FOREIGN_END;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(standard)

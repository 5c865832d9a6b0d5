#include <chrono>
#include <cstdint>
#include <future>
#include <semaphore>
#include <stdexcept>

#include "tests/subjects/promised.h"
#include "tests/subjects/std/future_library.h"

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

struct library : selvage::subjects::future_library {
  using promise = std::promise<int>;

  static void fail(promise& p) { p.set_exception(std::make_exception_ptr(std::runtime_error("the operation failed"))); }
};

constexpr auto events = selvage::subjects::events_of<event>();
constexpr auto results = selvage::subjects::async_results_of<selvage::subjects::promised<library>>();

const auto version = selvage::subjects::library_version();

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

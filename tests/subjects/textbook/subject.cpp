#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "tests/subjects/adapter.h"

// The event that books teach: a mutex, a condition variable and a flag. A waiter returns when it sees the flag, so a
// reset between the set and the waiter's next look strands it.
namespace {

using selvage::subjects::ok_after;
using selvage::subjects::result_of;
using selvage::subjects::wait_result;

class textbook_event {
 public:
  textbook_event(bool manual, bool initially_set) : manual_(manual), flag_(initially_set) {}

  void set() {
    const std::scoped_lock lock(mutex_);
    flag_ = true;
    if (manual_) {
      changed_.notify_all();
    } else {
      changed_.notify_one();
    }
  }

  void reset() {
    const std::scoped_lock lock(mutex_);
    flag_ = false;
  }

  bool wait(std::int32_t timeout_ms) {
    std::unique_lock lock(mutex_);
    const auto is_set = [this] { return flag_; };
    if (timeout_ms < 0) {
      changed_.wait(lock, is_set);
    } else if (!changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), is_set)) {
      return false;
    }
    if (!manual_) flag_ = false;
    return true;
  }

 private:
  const bool manual_;
  bool flag_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

textbook_event& event(void* e) noexcept { return *static_cast<textbook_event*>(e); }

void* create(int kind, int initially_set, selvage_released_fn, void*) {
  return new textbook_event(kind == SELVAGE_MANUAL_RESET, initially_set != 0);
}

void destroy(void* e) { delete static_cast<textbook_event*>(e); }

int set(void* e) {
  return ok_after([&] { event(e).set(); });
}

int reset(void* e) {
  return ok_after([&] { event(e).reset(); });
}

int wait(void* e, std::int32_t timeout_ms) {
  return result_of([&] { return wait_result(event(e).wait(timeout_ms)); });
}

const selvage_event_functions events = {
    .size = sizeof(selvage_event_functions),
    .create = create,
    .destroy = destroy,
    .set = set,
    .reset = reset,
    .pulse = nullptr,
    .wait = wait,
    .close = nullptr,
    .duplicate = nullptr,
    .wait_any = nullptr,
    .wait_all = nullptr,
    .signal_and_wait = nullptr,
    .reports_release = 0,
};

const selvage_subject textbook = {
    .abi = SELVAGE_SUBJECT_ABI,
    .size = sizeof(selvage_subject),
    .name = "textbook",
    .version = "1",
    .description = "mutex, condition variable and flag, as books teach it",
    .profile = nullptr,
    .events = &events,
    .handles = nullptr,
    .async_results = nullptr,
    .registrations = nullptr,
    .disposal = nullptr,
    .event_based = nullptr,
    .components = nullptr,
};

}  // namespace

SELVAGE_EXPORT_SUBJECT(textbook)

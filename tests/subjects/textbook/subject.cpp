#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "tests/subjects/tables.h"

// The event that books teach: a mutex, a condition variable and a flag. A waiter returns when it sees the flag, so a
// reset between the set and the waiter's next look strands it.
namespace {

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

constexpr auto events = selvage::subjects::events_of<textbook_event>();

constexpr auto textbook = [] {
  auto s = selvage::subjects::described("textbook", "1", "mutex, condition variable and flag, as books teach it");
  s.events = &events;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(textbook)

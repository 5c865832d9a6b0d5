#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "selvage/subject_tables.h"

class my_event {
 public:
  my_event(bool manual, bool initially_set) : manual_(manual), set_(initially_set) {}

  void set() {
    const std::scoped_lock lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }

  void reset() {
    const std::scoped_lock lock(mutex_);
    set_ = false;
  }

  // A negative timeout waits for ever. Returns false when the timeout has passed.
  bool wait(std::int32_t timeout_ms) {
    std::unique_lock lock(mutex_);
    const auto is_set = [this] { return set_; };
    if (timeout_ms < 0)
      changed_.wait(lock, is_set);
    else if (!changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), is_set))
      return false;
    set_ = manual_;
    return true;
  }

 private:
  const bool manual_;
  bool set_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

constexpr auto events = selvage::subjects::events_of<my_event>();

constexpr auto subject = [] {
  auto s = selvage::subjects::described("my_event", "1", "a mutex, a condition variable and a flag");
  s.events = &events;
  return s;
}();

SELVAGE_EXPORT_SUBJECT(subject)

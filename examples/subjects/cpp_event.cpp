// A subject in C++20: an event whose waiters sleep each on a semaphore of its own.
//
// Build it as a shared object, instrumented so that its atomics are scheduled too, and hold it against the model:
//
//   clang++-19 -std=c++20 -shared -fPIC -fsanitize=thread -mllvm -tsan-instrument-func-entry-exit=0 -c \
//     -I include examples/subjects/cpp_event.cpp -o cpp_event.o
//   clang++-19 -shared -Wl,-Bsymbolic cpp_event.o -o libcpp_event.so
//   ./selvage compare ./libcpp_event.so
//
// In CMake, selvage_add_plugin(cpp_event cpp_event.cpp) does both.
#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <semaphore>

#include "selvage/subject_tables.h"

namespace {

class event {
 public:
  event(bool manual, bool initially_set) : manual_(manual), set_(initially_set) {}

  void set() {
    const std::scoped_lock lock(mutex_);
    if (!release() || manual_) set_ = true;
  }

  void reset() {
    const std::scoped_lock lock(mutex_);
    set_ = false;
  }

  void pulse() {
    const std::scoped_lock lock(mutex_);
    release();
    set_ = false;
  }

  // Waits at most so long, for ever if it is negative. Returns whether it was released.
  bool wait(std::int32_t timeout_ms) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    std::binary_semaphore self(0);
    {
      const std::scoped_lock lock(mutex_);
      if (set_) {
        set_ = manual_;
        return true;
      }
      if (timeout_ms == 0) return false;
      waiters_.push_back(&self);
    }
    if (timeout_ms < 0) {
      self.acquire();
    } else {
      static_cast<void>(self.try_acquire_until(until));
    }
    // Whether the time was up or a set came first, only the queue tells. And under the lock the set that released
    // this semaphore has let go of it.
    const std::scoped_lock lock(mutex_);
    return waiters_.remove(&self) == 0;
  }

 private:
  // Releases the first waiter, or all of them. Returns whether there was one.
  bool release() {
    if (waiters_.empty()) return false;
    do {
      waiters_.front()->release();
      waiters_.pop_front();
    } while (manual_ && !waiters_.empty());
    return true;
  }

  const bool manual_;
  bool set_;
  std::mutex mutex_;
  std::list<std::binary_semaphore*> waiters_;
};

constexpr auto events = selvage::subjects::events_of<event>();

constexpr auto cpp_event = [] {
  auto s = selvage::subjects::described("cpp_event", "1", "a mutex and a semaphore for each waiter");
  s.events = &events;  // what it lacks is reported as "not applicable"
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(cpp_event)

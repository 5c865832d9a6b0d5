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

#include "selvage/subject.h"

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

  // Waits at most for the given time, for ever if it is negative.
  bool wait(std::chrono::milliseconds timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    std::binary_semaphore self(0);
    {
      const std::scoped_lock lock(mutex_);
      if (set_) {
        set_ = manual_;
        return true;
      }
      if (timeout.count() == 0) return false;
      waiters_.push_back(&self);
    }
    if (timeout.count() < 0) {
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

event& of(void* e) { return *static_cast<event*>(e); }

// An exception must not reach the caller: translate what can be thrown.
template <class Body>
int result_of(Body body) {
  try {
    return body();
  } catch (...) {
    return SELVAGE_OTHER_EXCEPTION;
  }
}

const selvage_event_functions events = {
    .size = sizeof(selvage_event_functions),
    .create = [](int kind, int set, selvage_released_fn, void*) -> void* {
      return new event(kind == SELVAGE_MANUAL_RESET, set != 0);
    },
    .destroy = [](void* e) { delete &of(e); },
    .set = [](void* e) { return result_of([&] { return of(e).set(), SELVAGE_OK; }); },
    .reset = [](void* e) { return result_of([&] { return of(e).reset(), SELVAGE_OK; }); },
    .pulse = [](void* e) { return result_of([&] { return of(e).pulse(), SELVAGE_OK; }); },
    .wait =
        [](void* e, std::int32_t timeout_ms) {
          return result_of([&]() -> int {
            return of(e).wait(std::chrono::milliseconds(timeout_ms)) ? SELVAGE_OK : SELVAGE_TIMED_OUT;
          });
        },
    // What it lacks stays null and is reported as "not applicable".
    .close = nullptr,
    .duplicate = nullptr,
    .wait_any = nullptr,
    .wait_all = nullptr,
    .signal_and_wait = nullptr,
    .reports_release = 0,
};

const selvage_subject subject = {
    .abi = SELVAGE_SUBJECT_ABI,
    .size = sizeof(selvage_subject),
    .name = "cpp_event",
    .version = "1",
    .description = "a mutex and a semaphore for each waiter",
    .profile = nullptr,
    .events = &events,
    .handles = nullptr,
    .async_results = nullptr,
    .registrations = nullptr,
    .disposal = nullptr,
    .lacks = 0,
};

}  // namespace

extern "C" __attribute__((visibility("default"))) const selvage_subject* selvage_subject_entry() { return &subject; }

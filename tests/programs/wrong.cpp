// Programs with one planted bug each, which some or all of their schedules show.

#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <threads.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/programs/program.h"

PROGRAM(wrong_lost_wakeup) {
  std::mutex m;
  std::condition_variable c;
  std::atomic<bool> ready{false};
  std::thread t([&] {
    if (ready) return;
    std::unique_lock guard(m);
    c.wait(guard);
  });
  ready = true;
  c.notify_one();
  t.join();
}

PROGRAM(wrong_leaked_thread) {
  static std::binary_semaphore never(0);
  std::thread([] { never.acquire(); }).detach();
}

// Each waits for the other to step aside.
PROGRAM(wrong_livelock) {
  std::atomic<int> turn{0};
  std::thread t([&] {
    while (turn != 1) std::this_thread::yield();
  });
  while (turn != 2) std::this_thread::yield();
  t.join();
}

// Visible to others, as far as the compiler knows.
extern std::atomic<int> never_set;
std::atomic<int> never_set;

PROGRAM(wrong_livelock_without_yield) {
  while (never_set != 1) {
  }
}

PROGRAM(wrong_uncaught) {
  std::thread t([] { throw std::runtime_error("nobody catches this"); });
  t.join();
}

PROGRAM(wrong_uncaught_sometimes) {
  std::atomic<int> n{0};
  std::thread t([&] { n = 1; });
  if (n == 1) throw 42;
  t.join();
}

PROGRAM(wrong_noexcept) {
  const auto thrower = [] { throw std::logic_error("out of a noexcept function"); };
  const auto promise = [&]() noexcept { thrower(); };
  promise();
}

PROGRAM(wrong_abort) { std::abort(); }

PROGRAM(wrong_assert) {
  std::atomic<int> n{0};
  std::thread t([&] { n = 1; });
  const int seen = n;
  t.join();
  assert(seen == 0);
}

PROGRAM(wrong_segfault) {
  std::atomic<int*> p{nullptr};
  int x = 5;
  std::thread t([&] { p = &x; });
  const volatile int* seen = p.load();
  const int value = *seen;
  t.join();
  assert(value == 5);
}

PROGRAM(wrong_trap) { __builtin_trap(); }

PROGRAM(wrong_division) {
  volatile int zero = 0;
  volatile int x = 5 / zero;
  (void)x;
}

namespace {
__attribute__((noinline)) int descend(volatile int* above) {
  volatile int frame[64];
  frame[0] = *above + 1;
  return frame[0] == 0 ? 0 : descend(frame) + frame[0];
}
}  // namespace

PROGRAM(wrong_stack_overflow) {
  std::thread t([] {
    volatile int start = 0;
    descend(&start);
  });
  t.join();
}

PROGRAM(wrong_raise) { raise(SIGABRT); }

PROGRAM(wrong_double_free) {
  std::atomic<int*> p{new int(1)};
  const auto take = [&] {
    int* seen = p;
    if (seen != nullptr) {
      delete seen;
      p = nullptr;
    }
  };
  std::thread t(take);
  take();
  t.join();
}

PROGRAM(wrong_free) {
  alignas(16) char block[64] = {};
  void* volatile p = block + 32;
  free(p);
}

PROGRAM(wrong_free_inside) {
  auto* volatile p = static_cast<char*>(calloc(1, 64));
  volatile std::size_t inside = 16;
  free(p + inside);
}

PROGRAM(wrong_joinable_destroyed) {
  std::thread t([] {});
}

// Nothing is wrong with it: an execution is not the end of the process.
PROGRAM(registers_exit_handlers) {
  static const std::string destroyed_at_the_end(100, 'x');
  assert(std::atexit([] { _exit(99); }) == 0);
  assert(std::at_quick_exit([] { _exit(98); }) == 0);
  assert(on_exit([](int, void*) { _exit(97); }, nullptr) == 0);
}

PROGRAM(wrong_exit) {
  std::thread t([] { std::exit(3); });
  t.join();
}

PROGRAM(wrong_quick_exit) { std::quick_exit(4); }

PROGRAM(wrong_immediate_exit) { _exit(5); }

PROGRAM(wrong_fork) { (void)fork(); }

PROGRAM(wrong_real_poll) {
  pollfd input{.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), .events = POLLIN, .revents = 0};
  (void)poll(&input, 1, 10);
}

PROGRAM(wrong_c11_mutex) {
  mtx_t m;
  mtx_init(&m, mtx_plain);
  mtx_lock(&m);
}

PROGRAM(wrong_cancel) { pthread_cancel(pthread_self()); }

PROGRAM(wrong_system) { (void)system("true"); }

PROGRAM(wrong_join_twice) {
  pthread_t t{};
  pthread_create(&t, nullptr, [](void* p) { return p; }, nullptr);
  pthread_join(t, nullptr);
  pthread_join(t, nullptr);
}

// Crashes in half of its schedules, leaving behind a thread, a lock, memory, an exception in flight.
PROGRAM(wrong_leaves_a_mess) {
  static std::mutex m;
  static std::atomic<int> n{0};
  thread_local int mine = 3;
  assert(mine == 3 && n == 0);
  mine = 4;
  std::thread t([] {
    std::lock_guard guard(m);
    n = 1;
    std::this_thread::yield();
    n = 2;
  });
  std::string s = "something on the heap, long enough not to be inside";
  if (n == 1) {
    try {
      throw std::runtime_error(s);
    } catch (...) {
      *reinterpret_cast<volatile int*>(n.load() * 8) = 0;
    }
  }
  t.join();
  std::lock_guard guard(m);
}

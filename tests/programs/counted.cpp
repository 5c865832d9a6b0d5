// Programs whose schedules can be counted.

#include <pthread.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/programs/program.h"

namespace {

std::atomic<int> cell;
std::mutex locks[2];

template <int N>
void* add(void*) {
  for (int i = 0; i < N; ++i) cell.fetch_add(1, std::memory_order_relaxed);
  return nullptr;
}

void in_two_threads(void* (*f)(void*), void* (*g)(void*)) {
  pthread_t a{};
  pthread_t b{};
  pthread_create(&a, nullptr, f, nullptr);
  pthread_create(&b, nullptr, g, nullptr);
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
}

}  // namespace

PROGRAM(counted_add_1) { in_two_threads(add<1>, add<1>); }
PROGRAM(counted_add_2) { in_two_threads(add<2>, add<2>); }
PROGRAM(counted_add_3) { in_two_threads(add<3>, add<3>); }
PROGRAM(counted_add_10) { in_two_threads(add<10>, add<10>); }

// Three threads with one operation each.
PROGRAM(counted_three) {
  pthread_t t[3]{};
  for (pthread_t& p : t) pthread_create(&p, nullptr, add<1>, nullptr);
  for (pthread_t& p : t) pthread_join(p, nullptr);
}

// The main thread's only operation beside one thread's k.
PROGRAM(counted_alone) {
  pthread_t t{};
  pthread_create(&t, nullptr, add<3>, nullptr);
  pthread_join(t, nullptr);
}

PROGRAM(counted_locks) {
  const auto enter = [](void*) -> void* {
    const std::lock_guard guard(locks[0]);
    return nullptr;
  };
  in_two_threads(enter, enter);
}

PROGRAM(counted_deadlock) {
  in_two_threads(
      [](void*) -> void* {
        const std::lock_guard first(locks[0]);
        const std::lock_guard second(locks[1]);
        return nullptr;
      },
      [](void*) -> void* {
        const std::lock_guard first(locks[1]);
        const std::lock_guard second(locks[0]);
        return nullptr;
      });
}

// Two spinners that yield to each other and a third that lets them go: the space is finite.
PROGRAM(counted_spinners) {
  const auto spin = [](void*) -> void* {
    while (cell == 0) sched_yield();
    return nullptr;
  };
  pthread_t a{};
  pthread_t b{};
  pthread_create(&a, nullptr, spin, nullptr);
  pthread_create(&b, nullptr, spin, nullptr);
  cell = 1;
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
}

namespace {

/// So many threads are alive at once, each with 64 scheduling points of its own.
template <int Threads>
void many_threads() {
  std::atomic<int> total{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < Threads; ++i)
    threads.emplace_back([&total] {
      for (int k = 0; k < 64; ++k) total.fetch_add(1);
    });
  for (std::thread& t : threads) t.join();
  assert(total == Threads * 64);
}

}  // namespace

PROGRAM(many_threads_2) { many_threads<2>(); }
PROGRAM(many_threads_10) { many_threads<10>(); }
PROGRAM(many_threads_100) { many_threads<100>(); }
PROGRAM(many_threads_1000) { many_threads<1000>(); }

// <mutex>, and the kinds of pthread mutex.

#include <pthread.h>

#include <cerrno>
#include <chrono>
#include <mutex>
#include <thread>

#include "tests/programs/program.h"

using namespace std::chrono_literals;

PROGRAM(mutex_excludes) {
  std::mutex m;
  int n = 0;
  const auto add = [&] {
    for (int i = 0; i < 3; ++i) {
      std::lock_guard guard(m);
      const int seen = n;
      std::this_thread::yield();
      n = seen + 1;
    }
  };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  assert(n == 6);
}

PROGRAM(mutex_try_lock) {
  std::mutex m;
  int got = 0;
  std::thread a([&] {
    if (m.try_lock()) {
      ++got;
      m.unlock();
    }
  });
  {
    std::lock_guard guard(m);
    std::this_thread::yield();
  }
  a.join();
  report(result, got);
}

PROGRAM(recursive_mutex) {
  std::recursive_mutex m;
  int n = 0;
  const auto work = [&] {
    std::lock_guard outer(m);
    std::lock_guard inner(m);
    assert(m.try_lock());
    const int seen = n;
    m.unlock();
    std::this_thread::yield();
    n = seen + 1;
  };
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
  assert(n == 2);
}

PROGRAM(timed_mutex) {
  std::timed_mutex m;
  long timeouts = 0;
  std::thread a([&] {
    std::unique_lock guard(m, 5ms);
    if (!guard) ++timeouts;
  });
  {
    std::lock_guard guard(m);
    std::this_thread::yield();
  }
  a.join();
  report(result, timeouts);
}

PROGRAM(recursive_timed_mutex) {
  std::recursive_timed_mutex m;
  assert(m.try_lock_for(1ms));
  assert(m.try_lock_until(std::chrono::steady_clock::now() + 1ms));
  bool other = true;
  std::thread a([&] { other = m.try_lock_for(1ms); });
  a.join();
  assert(!other);
  m.unlock();
  m.unlock();
}

PROGRAM(lock_two) {
  std::mutex a;
  std::mutex b;
  int n = 0;
  std::thread t([&] {
    std::lock(a, b);
    std::lock_guard first(a, std::adopt_lock);
    std::lock_guard second(b, std::adopt_lock);
    ++n;
  });
  std::thread u([&] {
    std::scoped_lock both(b, a);
    ++n;
  });
  t.join();
  u.join();
  assert(n == 2);
}

PROGRAM(mutex_error_checking) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t m;
  assert(pthread_mutex_init(&m, &attributes) == 0);
  pthread_mutexattr_destroy(&attributes);
  assert(pthread_mutex_unlock(&m) == EPERM);
  assert(pthread_mutex_lock(&m) == 0);
  assert(pthread_mutex_lock(&m) == EDEADLK);
  assert(pthread_mutex_trylock(&m) == EBUSY);
  int from_another = 0;
  std::thread t([&] { from_another = pthread_mutex_unlock(&m); });
  t.join();
  assert(from_another == EPERM);
  assert(pthread_mutex_unlock(&m) == 0);
  assert(pthread_mutex_destroy(&m) == 0);
}

PROGRAM(mutex_recursive_pthread) {
  pthread_mutex_t m = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
  for (int i = 0; i < 3; ++i) assert(pthread_mutex_lock(&m) == 0);
  int other = 0;
  std::thread t([&] { other = pthread_mutex_trylock(&m); });
  t.join();
  assert(other == EBUSY);
  for (int i = 0; i < 3; ++i) assert(pthread_mutex_unlock(&m) == 0);
  assert(pthread_mutex_unlock(&m) == EPERM);
  assert(pthread_mutex_destroy(&m) == 0);
}

PROGRAM(mutex_clocklock) {
  pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&m);
  int timed = 0;
  int clocked = 0;
  std::thread t([&] {
    timespec at{};
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec += 1;
    timed = pthread_mutex_timedlock(&m, &at);
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += 1;
    clocked = pthread_mutex_clocklock(&m, CLOCK_MONOTONIC, &at);
  });
  t.join();
  assert(timed == ETIMEDOUT && clocked == ETIMEDOUT);
  pthread_mutex_unlock(&m);
}

PROGRAM(mutex_hand_over) {
  std::mutex m;
  std::timed_mutex gate;
  int order = 0;
  gate.lock();
  std::thread a([&] {
    std::lock_guard guard(m);
    order = order * 10 + 1;
  });
  std::thread b([&] {
    std::lock_guard guard(m);
    order = order * 10 + 2;
  });
  gate.unlock();
  a.join();
  b.join();
  report(result, order);
}

// <shared_mutex>.

#include <shared_mutex>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "tests/programs/program.h"

using namespace std::chrono_literals;

PROGRAM(shared_mutex_readers_and_writer) {
  std::shared_mutex m;
  int a = 0;
  int b = 0;
  const auto read = [&] {
    std::shared_lock guard(m);
    const int seen = a;
    std::this_thread::yield();
    assert(seen == b);
  };
  std::thread r(read);
  std::thread s(read);
  {
    std::unique_lock guard(m);
    ++a;
    std::this_thread::yield();
    ++b;
  }
  r.join();
  s.join();
}

PROGRAM(shared_mutex_readers_meet) {
  std::shared_mutex m;
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  const auto read = [&] {
    std::shared_lock guard(m);
    const int n = ++inside;
    if (n > most) most = n;
    std::this_thread::yield();
    --inside;
  };
  std::thread r(read);
  std::thread s(read);
  r.join();
  s.join();
  report(result, most);
}

PROGRAM(shared_mutex_try) {
  std::shared_mutex m;
  assert(m.try_lock());
  bool shared = true;
  bool exclusive = true;
  std::thread t([&] {
    shared = m.try_lock_shared();
    exclusive = m.try_lock();
  });
  t.join();
  assert(!shared && !exclusive);
  m.unlock();
  assert(m.try_lock_shared());
  std::thread u([&] {
    shared = m.try_lock_shared();
    exclusive = m.try_lock();
    if (shared) m.unlock_shared();
  });
  u.join();
  assert(shared && !exclusive);
  m.unlock_shared();
}

PROGRAM(shared_timed_mutex) {
  std::shared_timed_mutex m;
  long timeouts = 0;
  std::thread t([&] {
    if (m.try_lock_shared_for(1ms))
      m.unlock_shared();
    else
      ++timeouts;
    if (m.try_lock_until(std::chrono::steady_clock::now() + 1ms))
      m.unlock();
    else
      ++timeouts;
  });
  {
    std::lock_guard guard(m);
    std::this_thread::yield();
  }
  t.join();
  report(result, timeouts);
}

// <condition_variable>.

#include <condition_variable>

#include <chrono>
#include <mutex>
#include <queue>
#include <shared_mutex>
#include <thread>

#include "tests/programs/program.h"

using namespace std::chrono_literals;

PROGRAM(condition_hand_off) {
  std::mutex m;
  std::condition_variable c;
  std::queue<int> items;
  int sum = 0;
  std::thread consumer([&] {
    for (int i = 0; i < 3; ++i) {
      std::unique_lock guard(m);
      c.wait(guard, [&] { return !items.empty(); });
      sum += items.front();
      items.pop();
    }
  });
  for (int i = 1; i <= 3; ++i) {
    {
      std::lock_guard guard(m);
      items.push(i);
    }
    c.notify_one();
  }
  consumer.join();
  assert(sum == 6);
}

PROGRAM(condition_notify_all) {
  std::mutex m;
  std::condition_variable c;
  bool go = false;
  int woken = 0;
  const auto wait = [&] {
    std::unique_lock guard(m);
    while (!go) c.wait(guard);
    ++woken;
  };
  std::thread a(wait);
  std::thread b(wait);
  {
    std::lock_guard guard(m);
    go = true;
  }
  c.notify_all();
  a.join();
  b.join();
  assert(woken == 2);
}

PROGRAM(condition_which_waiter) {
  std::mutex m;
  std::condition_variable c;
  int waiting = 0;
  int tokens = 0;
  long first = 0;
  const auto wait = [&](long me) {
    std::unique_lock guard(m);
    ++waiting;
    c.wait(guard, [&] { return tokens != 0; });
    --tokens;
    if (first == 0) first = me;
  };
  std::thread a(wait, 1);
  std::thread b(wait, 2);
  for (int i = 0; i < 2; ++i) {
    for (;;) {
      std::lock_guard guard(m);
      if (waiting == 2) break;
      std::this_thread::yield();
    }
    {
      std::lock_guard guard(m);
      ++tokens;
    }
    c.notify_one();
  }
  a.join();
  b.join();
  report(result, first);
}

PROGRAM(condition_wait_for) {
  std::mutex m;
  std::condition_variable c;
  bool ready = false;
  bool seen = false;
  std::thread t([&] {
    std::unique_lock guard(m);
    seen = c.wait_for(guard, 5ms, [&] { return ready; });
  });
  {
    std::lock_guard guard(m);
    ready = true;
  }
  c.notify_one();
  t.join();
  report(result, seen ? 1 : 0);
}

PROGRAM(condition_wait_until) {
  std::mutex m;
  std::condition_variable c;
  std::unique_lock guard(m);
  const auto steady = std::chrono::steady_clock::now() + 10ms;
  assert(c.wait_until(guard, steady) == std::cv_status::timeout);
  assert(std::chrono::steady_clock::now() >= steady);
  const auto wall = std::chrono::system_clock::now() + 10ms;
  assert(c.wait_until(guard, wall) == std::cv_status::timeout);
  assert(std::chrono::system_clock::now() >= wall);
  assert(guard.owns_lock());
}

PROGRAM(condition_any) {
  std::shared_mutex m;
  std::condition_variable_any c;
  bool go = false;
  int woken = 0;
  std::thread a([&] {
    std::shared_lock guard(m);
    c.wait(guard, [&] { return go; });
    ++woken;
  });
  {
    std::lock_guard guard(m);
    go = true;
  }
  c.notify_all();
  a.join();
  std::unique_lock guard(m);
  assert(c.wait_for(guard, 1ms) == std::cv_status::timeout);
  assert(woken == 1);
}

PROGRAM(condition_at_thread_exit) {
  std::mutex m;
  std::condition_variable c;
  bool ready = false;
  std::thread t([&] {
    std::unique_lock guard(m);
    ready = true;
    std::notify_all_at_thread_exit(c, std::move(guard));
  });
  {
    std::unique_lock guard(m);
    c.wait(guard, [&] { return ready; });
  }
  t.join();
}

// Correct only as long as nothing wakes it without a reason.
PROGRAM(condition_if_instead_of_while) {
  std::mutex m;
  std::condition_variable c;
  bool ready = false;
  std::thread t([&] {
    std::unique_lock guard(m);
    if (!ready) c.wait(guard);
    assert(ready);
  });
  {
    std::lock_guard guard(m);
    ready = true;
  }
  c.notify_one();
  t.join();
}

PROGRAM(condition_relock_contended) {
  std::mutex m;
  std::condition_variable c;
  bool go = false;
  int inside = 0;
  const auto enter = [&] {
    assert(inside == 0);
    ++inside;
    std::this_thread::yield();
    --inside;
  };
  const auto wait = [&] {
    std::unique_lock guard(m);
    if (!go) c.wait_for(guard, 1ms, [&] { return go; });
    enter();
  };
  std::thread a(wait);
  std::thread b(wait);
  {
    std::lock_guard guard(m);
    go = true;
    c.notify_all();
    enter();
  }
  a.join();
  b.join();
}

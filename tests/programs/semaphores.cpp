// <semaphore>, <latch>, and atomic waiting under them.

#include <atomic>
#include <chrono>
#include <latch>
#include <semaphore>
#include <thread>

#include "tests/programs/program.h"

using namespace std::chrono_literals;

PROGRAM(semaphore_counting) {
  std::counting_semaphore<4> s(2);
  std::atomic<int> inside{0};
  const auto work = [&] {
    for (int i = 0; i < 2; ++i) {
      s.acquire();
      assert(++inside <= 2);
      std::this_thread::yield();
      --inside;
      s.release();
    }
  };
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
  assert(s.try_acquire() && s.try_acquire() && !s.try_acquire());
}

PROGRAM(semaphore_release_many) {
  std::counting_semaphore<4> s(0);
  std::atomic<int> through{0};
  const auto work = [&] {
    s.acquire();
    ++through;
  };
  std::thread a(work);
  std::thread b(work);
  s.release(2);
  a.join();
  b.join();
  assert(through == 2);
}

PROGRAM(semaphore_binary) {
  std::binary_semaphore ping(0);
  std::binary_semaphore pong(0);
  int n = 0;
  std::thread t([&] {
    for (int i = 0; i < 3; ++i) {
      ping.acquire();
      ++n;
      pong.release();
    }
  });
  for (int i = 0; i < 3; ++i) {
    ping.release();
    pong.acquire();
    assert(n == i + 1);
  }
  t.join();
}

PROGRAM(semaphore_try_acquire_for) {
  std::binary_semaphore s(0);
  std::thread t([&] { s.release(); });
  const bool got = s.try_acquire_for(5ms);
  t.join();
  assert(got || s.try_acquire());
  assert(!s.try_acquire_until(std::chrono::steady_clock::now() + 1ms));
  report(result, got ? 1 : 0);
}

PROGRAM(latch) {
  std::latch l(3);
  std::atomic<int> arrived{0};
  const auto work = [&] {
    ++arrived;
    l.arrive_and_wait();
    assert(arrived == 3);
  };
  std::thread a(work);
  std::thread b(work);
  ++arrived;
  l.count_down();
  l.wait();
  assert(arrived == 3 && l.try_wait());
  a.join();
  b.join();
}

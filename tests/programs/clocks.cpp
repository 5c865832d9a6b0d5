// Clocks and sleeps: virtual time.

#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>

#include "tests/programs/program.h"

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

namespace {

// Reading a clock takes a nanosecond or so of virtual time; nothing else does.
void took(steady::duration expected, steady::time_point since) {
  const auto d = steady::now() - since;
  assert(d >= expected && d <= expected + 100ns);
}

}  // namespace

PROGRAM(clock_every_sleep) {
  auto t = steady::now();
  std::this_thread::sleep_for(1500ms);
  took(1500ms, t);
  t = steady::now();
  std::this_thread::sleep_until(t + 3h);
  took(3h, t);
  t = steady::now();
  assert(sleep(2) == 0);
  took(2s, t);
  t = steady::now();
  assert(usleep(1'234'567) == 0);
  took(1'234'567us, t);
  t = steady::now();
  timespec span{.tv_sec = 1, .tv_nsec = 5};
  assert(nanosleep(&span, nullptr) == 0);
  took(1s + 5ns, t);
  t = steady::now();
  assert(clock_nanosleep(CLOCK_MONOTONIC, 0, &span, nullptr) == 0);
  took(1s + 5ns, t);
  t = steady::now();
  timespec at{};
  clock_gettime(CLOCK_REALTIME, &at);
  at.tv_sec += 4;
  assert(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, nullptr) == 0);
  took(4s, t);
  span = {.tv_sec = 0, .tv_nsec = 1'000'000'000};
  assert(nanosleep(&span, nullptr) == -1 && errno == EINVAL);
  assert(clock_nanosleep(CLOCK_MONOTONIC, 0, &span, nullptr) == EINVAL);
}

PROGRAM(clock_far_deadlines) {
  const auto t = steady::now();
  for (int i = 0; i < 4; ++i) std::this_thread::sleep_for(std::chrono::hours(24 * 365 * 200L));
  assert(steady::now() >= t);
}

PROGRAM(clock_every_clock) {
  const time_t whole = time(nullptr);
  timeval tv{};
  gettimeofday(&tv, nullptr);
  timespec ts{};
  assert(timespec_get(&ts, TIME_UTC) == TIME_UTC);
  const auto wall = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  assert(whole == tv.tv_sec && whole == ts.tv_sec && whole == wall);
  timespec monotonic{};
  timespec coarse{};
  timespec raw{};
  timespec boot{};
  clock_gettime(CLOCK_MONOTONIC, &monotonic);
  clock_gettime(CLOCK_MONOTONIC_COARSE, &coarse);
  clock_gettime(CLOCK_MONOTONIC_RAW, &raw);
  clock_gettime(CLOCK_BOOTTIME, &boot);
  assert(monotonic.tv_sec == coarse.tv_sec && monotonic.tv_sec == raw.tv_sec && monotonic.tv_sec == boot.tv_sec);
  report(result, monotonic.tv_sec * 1'000'000'000 + monotonic.tv_nsec);
}

PROGRAM(clock_never_goes_back) {
  auto last = steady::now();
  std::thread t([] { std::this_thread::sleep_for(10ms); });
  for (int i = 0; i < 5; ++i) {
    const auto now = steady::now();
    assert(now > last);
    last = now;
    std::this_thread::yield();
  }
  t.join();
}

PROGRAM(sleepers_wake_in_order) {
  std::atomic<int> order{0};
  const auto sleeper = [&](int me, std::chrono::milliseconds span) {
    std::this_thread::sleep_for(span);
    order = order * 10 + me;
  };
  std::thread c(sleeper, 3, 30ms);
  std::thread a(sleeper, 1, 10ms);
  std::thread b(sleeper, 2, 20ms);
  a.join();
  b.join();
  c.join();
  report(result, order);
}

// A loop that only watches the clock ends.
PROGRAM(clock_watched) {
  const auto end = steady::now() + 50ms;
  while (steady::now() < end) {
  }
}

PROGRAM(clock_watched_by_two) {
  const auto watch = [] {
    const auto end = steady::now() + 1ms;
    while (steady::now() < end) std::this_thread::yield();
  };
  std::thread t(watch);
  watch();
  t.join();
}

// Somebody looks round every five minutes, and nobody ever tells him to stop.
PROGRAM(clock_looks_round) {
  std::mutex m;
  std::condition_variable told;
  std::unique_lock lock(m);
  for (int i = 0; i < 3; ++i) assert(told.wait_for(lock, 5min) == std::cv_status::timeout);
}

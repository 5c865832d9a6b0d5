// Clocks, sleeps and yields: virtual time.

#include <cerrno>
#include <sys/time.h>
#include <unistd.h>

#include "src/engine/real.h"
#include "src/engine/sync.h"
#include "src/intercept/control.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::control;

timespec read(clockid_t clock) noexcept {
  control c;
  return sync::read_clock(clock);
}

void sleep_for(const timespec& span) noexcept {
  control c;
  if (span.tv_sec <= 0 && span.tv_nsec <= 0)
    sync::yield();
  else
    sync::sleep_until(sync::deadline_after(span));
}

bool valid(const timespec& t) noexcept { return t.tv_sec >= 0 && t.tv_nsec >= 0 && t.tv_nsec < 1'000'000'000; }

bool virtual_clock(clockid_t clock) noexcept {
  return clock != CLOCK_PROCESS_CPUTIME_ID && clock != CLOCK_THREAD_CPUTIME_ID && clock >= 0;
}

}  // namespace

SELVAGE_INTERCEPT int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (!rt.in_control() || !virtual_clock(clock)) return real().clock_gettime(clock, now);
  *now = read(clock);
  return 0;
}

SELVAGE_INTERCEPT int timespec_get(timespec* now, int base) noexcept {
  if (base != TIME_UTC) return 0;
  return clock_gettime(CLOCK_REALTIME, now) == 0 ? base : 0;
}

SELVAGE_INTERCEPT int gettimeofday(timeval* now, void*) noexcept {
  timespec t{};
  const int failed = clock_gettime(CLOCK_REALTIME, &t);
  if (failed == 0) *now = {.tv_sec = t.tv_sec, .tv_usec = t.tv_nsec / 1000};
  return failed;
}

SELVAGE_INTERCEPT time_t time(time_t* now) noexcept {
  timespec t{};
  clock_gettime(CLOCK_REALTIME, &t);
  if (now != nullptr) *now = t.tv_sec;
  return t.tv_sec;
}

SELVAGE_INTERCEPT int nanosleep(const timespec* span, timespec* left) {
  if (!rt.in_control()) return real().nanosleep(span, left);
  if (!valid(*span)) {
    errno = EINVAL;
    return -1;
  }
  sleep_for(*span);
  return 0;
}

SELVAGE_INTERCEPT int clock_nanosleep(clockid_t clock, int flags, const timespec* when, timespec* left) {
  if (!rt.in_control()) return real().clock_nanosleep(clock, flags, when, left);
  if (!valid(*when)) return EINVAL;
  if ((flags & TIMER_ABSTIME) == 0) {
    sleep_for(*when);
  } else {
    control c;
    sync::sleep_until(sync::deadline_at(clock, *when));
  }
  return 0;
}

SELVAGE_INTERCEPT int usleep(useconds_t microseconds) {
  const timespec span{.tv_sec = microseconds / 1'000'000, .tv_nsec = static_cast<long>(microseconds % 1'000'000) * 1000};
  return nanosleep(&span, nullptr);
}

SELVAGE_INTERCEPT unsigned sleep(unsigned seconds) {
  const timespec span{.tv_sec = seconds, .tv_nsec = 0};
  return nanosleep(&span, nullptr) == 0 ? 0 : seconds;
}

SELVAGE_INTERCEPT int sched_yield() noexcept {
  if (!rt.in_control()) return real().sched_yield();
  control c;
  sync::yield();
  return 0;
}

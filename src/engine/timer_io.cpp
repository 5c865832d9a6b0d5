#include "src/engine/timer_io.h"

#include <sys/timerfd.h>

#include <cerrno>

#include "src/engine/descriptor_table.h"
#include "src/engine/descriptor_wait.h"
#include "src/engine/sync.h"
#include "src/engine/timer.h"

namespace selvage::engine::io {
namespace {

constexpr std::int64_t second = 1'000'000'000;

bool valid(const timespec& t) noexcept { return t.tv_sec >= 0 && t.tv_nsec >= 0 && t.tv_nsec < second; }

timespec span_of(std::int64_t nanoseconds) noexcept {
  return {.tv_sec = nanoseconds / second, .tv_nsec = nanoseconds % second};
}

timer* timer_at(int number, int& error) noexcept {
  description* const d = descriptors.use(number);
  auto* const t = dynamic_cast<timer*>(d);
  error = d == nullptr ? -EBADF : t == nullptr ? -EINVAL : 0;
  return t;
}

void look(timer& t, itimerspec& value) noexcept {
  rt.read_clock();
  value = {.it_interval = span_of(t.interval()), .it_value = span_of(t.left())};
}

}  // namespace

int make_timer(clockid_t clock, int flags) {
  waiting.point(op_kind::descriptor_change);
  if ((flags & ~(TFD_CLOEXEC | TFD_NONBLOCK)) != 0) return -EINVAL;
  if (clock != CLOCK_MONOTONIC && clock != CLOCK_REALTIME && clock != CLOCK_BOOTTIME) {
    if (clock == CLOCK_REALTIME_ALARM || clock == CLOCK_BOOTTIME_ALARM)
      rt.stop(ending::unsupported, "timerfd_create was called for an alarm clock, which the engine does not model");
    return -EINVAL;
  }
  auto& made = descriptors.make<timer>(descriptors.make_object(kernel_kind::timer), clock);
  made.nonblocking = (flags & TFD_NONBLOCK) != 0;
  return descriptors.open(made, (flags & TFD_CLOEXEC) != 0);
}

int set_timer(int number, int flags, const itimerspec& value, itimerspec* before) {
  waiting.point(op_kind::descriptor_change);
  if ((flags & TFD_TIMER_CANCEL_ON_SET) != 0)
    rt.stop(ending::unsupported,
            "timerfd_settime was called with TFD_TIMER_CANCEL_ON_SET, which the engine does not model");
  if ((flags & ~TFD_TIMER_ABSTIME) != 0 || !valid(value.it_value) || !valid(value.it_interval)) return -EINVAL;
  int error = 0;
  timer* const t = timer_at(number, error);
  if (t == nullptr) return error;
  if (before != nullptr) look(*t, *before);
  if (rt.watch != nullptr) [[unlikely]]
    rt.watch->released(t->object(), hold::setting);
  const timespec& at = value.it_value;
  const std::int64_t interval = sync::deadline_after(value.it_interval) - rt.now();
  if (at.tv_sec == 0 && at.tv_nsec == 0)
    t->set(no_deadline, interval);
  else if ((flags & TFD_TIMER_ABSTIME) != 0)
    t->set(sync::deadline_at(t->clock(), at), interval);
  else
    t->set(sync::deadline_after(at), interval);
  waiting.changed();
  return 0;
}

int read_timer(int number, itimerspec& value) {
  waiting.point(op_kind::descriptor_change);
  int error = 0;
  timer* const t = timer_at(number, error);
  if (t != nullptr) look(*t, value);
  return error;
}

}  // namespace selvage::engine::io

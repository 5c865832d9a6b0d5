// timerfd_*: timers in virtual time.

#include <sys/timerfd.h>

#include "src/engine/timer_io.h"
#include "src/intercept/next.h"
#include "src/intercept/simulated.h"

using selvage::intercept::rt;
using selvage::intercept::simulate;
using selvage::intercept::simulated;
namespace io = selvage::engine::io;

SELVAGE_INTERCEPT int timerfd_create(clockid_t clock, int flags) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(timerfd_create)(clock, flags);
  return simulate([&] { return io::make_timer(clock, flags); });
}

SELVAGE_INTERCEPT int timerfd_settime(int d, int flags, const itimerspec* value, itimerspec* before) noexcept {
  if (!simulated(d)) return SELVAGE_NEXT(timerfd_settime)(d, flags, value, before);
  return simulate([&] { return io::set_timer(d, flags, *value, before); });
}

SELVAGE_INTERCEPT int timerfd_gettime(int d, itimerspec* value) noexcept {
  if (!simulated(d)) return SELVAGE_NEXT(timerfd_gettime)(d, value);
  return simulate([&] { return io::read_timer(d, *value); });
}

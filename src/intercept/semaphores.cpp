// sem_*, which set errno.

#include <cerrno>
#include <climits>

#include "src/engine/real.h"
#include "src/engine/sync.h"
#include "src/intercept/control.h"
#include "src/intercept/destroyed.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::alive;
using selvage::intercept::bury;
using selvage::intercept::control;

kernel_object& semaphore_at(sem_t* s) noexcept {
  kernel_object& o = alive(rt.objects.find(s, kernel_kind::semaphore), s);
  if (!o.initialised) {
    // Initialised before the execution: glibc keeps the value in the first word.
    o.count = *reinterpret_cast<const unsigned*>(s);
    o.initialised = true;
  }
  return o;
}

int result(int error) noexcept {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // namespace

SELVAGE_INTERCEPT int sem_init(sem_t* s, int shared, unsigned value) noexcept {
  if (!rt.in_control()) return real().sem_init(s, shared, value);
  if (value > SEM_VALUE_MAX) return result(EINVAL);
  {
    control c;
    kernel_object& o = rt.objects.find(s, kernel_kind::semaphore);
    rt.objects.renew(o);
    o.count = value;
    o.initialised = true;
  }
  return real().sem_init(s, shared, value);
}

SELVAGE_INTERCEPT int sem_destroy(sem_t* s) noexcept {
  if (!rt.in_control()) return real().sem_destroy(s);
  control c;
  kernel_object& o = semaphore_at(s);
  if (!o.waiting.empty()) rt.stop(ending::misuse, "destroyed with a waiter: " + rt.describe(o));
  bury(o, s);
  return 0;
}

SELVAGE_INTERCEPT int sem_wait(sem_t* s) {
  if (!rt.in_control()) return real().sem_wait(s);
  int error = 0;
  {
    control c;
    error = sync::sem_wait(semaphore_at(s), false);
  }
  return result(error);
}

SELVAGE_INTERCEPT int sem_trywait(sem_t* s) noexcept {
  if (!rt.in_control()) return real().sem_trywait(s);
  int error = 0;
  {
    control c;
    error = sync::sem_wait(semaphore_at(s), true);
  }
  return result(error);
}

SELVAGE_INTERCEPT int sem_timedwait(sem_t* s, const timespec* at) {
  if (!rt.in_control()) return real().sem_timedwait(s, at);
  int error = 0;
  {
    control c;
    error = sync::sem_wait(semaphore_at(s), false, sync::deadline_at(CLOCK_REALTIME, *at));
  }
  return result(error);
}

SELVAGE_INTERCEPT int sem_clockwait(sem_t* s, clockid_t clock, const timespec* at) {
  if (!rt.in_control()) return real().sem_clockwait(s, clock, at);
  int error = 0;
  {
    control c;
    error = sync::sem_wait(semaphore_at(s), false, sync::deadline_at(clock, *at));
  }
  return result(error);
}

SELVAGE_INTERCEPT int sem_post(sem_t* s) noexcept {
  if (!rt.in_control()) return real().sem_post(s);
  int error = 0;
  {
    control c;
    error = sync::sem_post(semaphore_at(s));
  }
  return result(error);
}

SELVAGE_INTERCEPT int sem_getvalue(sem_t* s, int* value) noexcept {
  if (!rt.in_control()) return real().sem_getvalue(s, value);
  control c;
  kernel_object& o = semaphore_at(s);
  rt.point(op_kind::other, o.address);
  *value = static_cast<int>(o.count);
  return 0;
}

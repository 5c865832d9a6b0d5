// pthread_rwlock_*.

#include "src/engine/real.h"
#include "src/engine/sync.h"
#include "src/intercept/control.h"
#include "src/intercept/destroyed.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::alive;
using selvage::intercept::bury;
using selvage::intercept::control;

kernel_object& rwlock_at(pthread_rwlock_t* l) noexcept { return alive(rt.objects.find(l, kernel_kind::rwlock), l); }

}  // namespace

SELVAGE_INTERCEPT int pthread_rwlock_init(pthread_rwlock_t* l, const pthread_rwlockattr_t* attributes) {
  if (rt.in_control()) {
    control c;
    rt.objects.renew(rt.objects.find(l, kernel_kind::rwlock));
  }
  return real().pthread_rwlock_init(l, attributes);
}

SELVAGE_INTERCEPT int pthread_rwlock_destroy(pthread_rwlock_t* l) {
  if (!rt.in_control()) return real().pthread_rwlock_destroy(l);
  control c;
  kernel_object& o = rwlock_at(l);
  if (o.owner != no_thread || o.count != 0) rt.stop(ending::misuse, "destroyed while locked: " + rt.describe(o));
  bury(o, l);
  return 0;
}

SELVAGE_INTERCEPT int pthread_rwlock_rdlock(pthread_rwlock_t* l) {
  if (!rt.in_control()) return real().pthread_rwlock_rdlock(l);
  control c;
  return sync::read_lock(rwlock_at(l), false);
}

SELVAGE_INTERCEPT int pthread_rwlock_tryrdlock(pthread_rwlock_t* l) {
  if (!rt.in_control()) return real().pthread_rwlock_tryrdlock(l);
  control c;
  return sync::read_lock(rwlock_at(l), true);
}

SELVAGE_INTERCEPT int pthread_rwlock_timedrdlock(pthread_rwlock_t* l, const timespec* at) {
  if (!rt.in_control()) return real().pthread_rwlock_timedrdlock(l, at);
  control c;
  return sync::read_lock(rwlock_at(l), false, sync::deadline_at(CLOCK_REALTIME, *at));
}

SELVAGE_INTERCEPT int pthread_rwlock_clockrdlock(pthread_rwlock_t* l, clockid_t clock, const timespec* at) {
  if (!rt.in_control()) return real().pthread_rwlock_clockrdlock(l, clock, at);
  control c;
  return sync::read_lock(rwlock_at(l), false, sync::deadline_at(clock, *at));
}

SELVAGE_INTERCEPT int pthread_rwlock_wrlock(pthread_rwlock_t* l) {
  if (!rt.in_control()) return real().pthread_rwlock_wrlock(l);
  control c;
  return sync::write_lock(rwlock_at(l), false);
}

SELVAGE_INTERCEPT int pthread_rwlock_trywrlock(pthread_rwlock_t* l) {
  if (!rt.in_control()) return real().pthread_rwlock_trywrlock(l);
  control c;
  return sync::write_lock(rwlock_at(l), true);
}

SELVAGE_INTERCEPT int pthread_rwlock_timedwrlock(pthread_rwlock_t* l, const timespec* at) {
  if (!rt.in_control()) return real().pthread_rwlock_timedwrlock(l, at);
  control c;
  return sync::write_lock(rwlock_at(l), false, sync::deadline_at(CLOCK_REALTIME, *at));
}

SELVAGE_INTERCEPT int pthread_rwlock_clockwrlock(pthread_rwlock_t* l, clockid_t clock, const timespec* at) {
  if (!rt.in_control()) return real().pthread_rwlock_clockwrlock(l, clock, at);
  control c;
  return sync::write_lock(rwlock_at(l), false, sync::deadline_at(clock, *at));
}

SELVAGE_INTERCEPT int pthread_rwlock_unlock(pthread_rwlock_t* l) {
  if (!rt.in_control()) return real().pthread_rwlock_unlock(l);
  control c;
  return sync::unlock_rw(rwlock_at(l));
}

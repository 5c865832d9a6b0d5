// pthread_mutex_* and pthread_spin_*.

#include <cerrno>

#include "src/engine/real.h"
#include "src/engine/sync.h"
#include "src/intercept/control.h"
#include "src/intercept/destroyed.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::alive;
using selvage::intercept::bury;
using selvage::intercept::control;

sync::mutex_type type_of(const pthread_mutex_t* m) noexcept {
  switch (m->__data.__kind & 3) {
    case PTHREAD_MUTEX_RECURSIVE: return sync::mutex_type::recursive;
    case PTHREAD_MUTEX_ERRORCHECK: return sync::mutex_type::error_checking;
    default: return sync::mutex_type::normal;
  }
}

kernel_object& mutex_at(const pthread_mutex_t* m) noexcept { return alive(rt.objects.find(m, kernel_kind::mutex), m); }

kernel_object& spinlock_at(pthread_spinlock_t* s) noexcept {
  return alive(rt.objects.find(const_cast<const int*>(s), kernel_kind::spinlock), s);
}

}  // namespace

SELVAGE_INTERCEPT int pthread_mutex_init(pthread_mutex_t* m, const pthread_mutexattr_t* attributes) {
  // libc writes the type where `type_of` reads it.
  if (rt.in_control()) {
    control c;
    rt.objects.renew(rt.objects.find(m, kernel_kind::mutex));
  }
  return real().pthread_mutex_init(m, attributes);
}

SELVAGE_INTERCEPT int pthread_mutex_destroy(pthread_mutex_t* m) {
  if (!rt.in_control()) return real().pthread_mutex_destroy(m);
  control c;
  kernel_object& o = mutex_at(m);
  if (o.owner != no_thread) rt.stop(ending::misuse, "destroyed while locked: " + rt.describe(o));
  bury(o, m);
  return 0;
}

SELVAGE_INTERCEPT int pthread_mutex_lock(pthread_mutex_t* m) {
  if (!rt.in_control()) return real().pthread_mutex_lock(m);
  control c;
  return sync::lock(mutex_at(m), type_of(m));
}

SELVAGE_INTERCEPT int pthread_mutex_trylock(pthread_mutex_t* m) {
  if (!rt.in_control()) return real().pthread_mutex_trylock(m);
  control c;
  return sync::try_lock(mutex_at(m), type_of(m));
}

SELVAGE_INTERCEPT int pthread_mutex_timedlock(pthread_mutex_t* m, const timespec* at) {
  if (!rt.in_control()) return real().pthread_mutex_timedlock(m, at);
  control c;
  return sync::lock(mutex_at(m), type_of(m), sync::deadline_at(CLOCK_REALTIME, *at));
}

SELVAGE_INTERCEPT int pthread_mutex_clocklock(pthread_mutex_t* m, clockid_t clock, const timespec* at) {
  if (!rt.in_control()) return real().pthread_mutex_clocklock(m, clock, at);
  control c;
  return sync::lock(mutex_at(m), type_of(m), sync::deadline_at(clock, *at));
}

SELVAGE_INTERCEPT int pthread_mutex_unlock(pthread_mutex_t* m) {
  if (!rt.in_control()) return real().pthread_mutex_unlock(m);
  control c;
  return sync::unlock(mutex_at(m), type_of(m));
}

SELVAGE_INTERCEPT int pthread_spin_init(pthread_spinlock_t* s, int shared) {
  if (!rt.in_control()) return real().pthread_spin_init(s, shared);
  control c;
  rt.objects.renew(rt.objects.find(const_cast<const int*>(s), kernel_kind::spinlock));
  return real().pthread_spin_init(s, shared);
}

SELVAGE_INTERCEPT int pthread_spin_destroy(pthread_spinlock_t* s) {
  if (!rt.in_control()) return real().pthread_spin_destroy(s);
  control c;
  kernel_object& o = spinlock_at(s);
  if (o.owner != no_thread) rt.stop(ending::misuse, "destroyed while locked: " + rt.describe(o));
  bury(o, s);
  return 0;
}

SELVAGE_INTERCEPT int pthread_spin_lock(pthread_spinlock_t* s) {
  if (!rt.in_control()) return real().pthread_spin_lock(s);
  control c;
  return sync::lock(spinlock_at(s), sync::mutex_type::normal);
}

SELVAGE_INTERCEPT int pthread_spin_trylock(pthread_spinlock_t* s) {
  if (!rt.in_control()) return real().pthread_spin_trylock(s);
  control c;
  return sync::try_lock(spinlock_at(s), sync::mutex_type::normal);
}

SELVAGE_INTERCEPT int pthread_spin_unlock(pthread_spinlock_t* s) {
  if (!rt.in_control()) return real().pthread_spin_unlock(s);
  control c;
  return sync::unlock(spinlock_at(s), sync::mutex_type::normal);
}

// pthread_cond_*.

#include "src/engine/real.h"
#include "src/engine/sync.h"
#include "src/intercept/control.h"
#include "src/intercept/destroyed.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::alive;
using selvage::intercept::bury;
using selvage::intercept::control;

kernel_object& condition_at(pthread_cond_t* c) noexcept { return alive(rt.objects.find(c, kernel_kind::condition), c); }
kernel_object& mutex_at(pthread_mutex_t* m) noexcept { return alive(rt.objects.find(m, kernel_kind::mutex), m); }

// glibc keeps the clock of pthread_condattr_setclock in the second bit of this word.
clockid_t clock_of(const pthread_cond_t* c) noexcept {
  return (c->__data.__wrefs & 2U) != 0 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

}  // namespace

SELVAGE_INTERCEPT int pthread_cond_init(pthread_cond_t* c, const pthread_condattr_t* attributes) {
  if (rt.in_control()) {
    control inside;
    rt.objects.renew(rt.objects.find(c, kernel_kind::condition));
  }
  return real().pthread_cond_init(c, attributes);
}

SELVAGE_INTERCEPT int pthread_cond_destroy(pthread_cond_t* c) {
  if (!rt.in_control()) return real().pthread_cond_destroy(c);
  control inside;
  kernel_object& o = condition_at(c);
  if (!o.waiting.empty()) rt.stop(ending::misuse, "destroyed with a waiter: " + rt.describe(o));
  bury(o, c);
  return 0;
}

SELVAGE_INTERCEPT int pthread_cond_wait(pthread_cond_t* c, pthread_mutex_t* m) {
  if (!rt.in_control()) return real().pthread_cond_wait(c, m);
  control inside;
  return sync::wait(condition_at(c), mutex_at(m));
}

SELVAGE_INTERCEPT int pthread_cond_timedwait(pthread_cond_t* c, pthread_mutex_t* m, const timespec* at) {
  if (!rt.in_control()) return real().pthread_cond_timedwait(c, m, at);
  control inside;
  return sync::wait(condition_at(c), mutex_at(m), sync::deadline_at(clock_of(c), *at));
}

SELVAGE_INTERCEPT int pthread_cond_clockwait(pthread_cond_t* c, pthread_mutex_t* m, clockid_t clock,
                                             const timespec* at) {
  if (!rt.in_control()) return real().pthread_cond_clockwait(c, m, clock, at);
  control inside;
  return sync::wait(condition_at(c), mutex_at(m), sync::deadline_at(clock, *at));
}

SELVAGE_INTERCEPT int pthread_cond_signal(pthread_cond_t* c) {
  if (!rt.in_control()) return real().pthread_cond_signal(c);
  control inside;
  return sync::signal(condition_at(c));
}

SELVAGE_INTERCEPT int pthread_cond_broadcast(pthread_cond_t* c) {
  if (!rt.in_control()) return real().pthread_cond_broadcast(c);
  control inside;
  return sync::broadcast(condition_at(c));
}

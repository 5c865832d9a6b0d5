// pthread_barrier_* and pthread_once.

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

kernel_object& barrier_at(pthread_barrier_t* b) noexcept { return alive(rt.objects.find(b, kernel_kind::barrier), b); }

}  // namespace

SELVAGE_INTERCEPT int pthread_barrier_init(pthread_barrier_t* b, const pthread_barrierattr_t* attributes,
                                           unsigned count) noexcept {
  const int failed = real().pthread_barrier_init(b, attributes, count);
  if (failed == 0 && rt.in_control()) {
    control c;
    kernel_object& o = rt.objects.find(b, kernel_kind::barrier);
    rt.objects.renew(o);
    o.limit = count;
  }
  return failed;
}

SELVAGE_INTERCEPT int pthread_barrier_destroy(pthread_barrier_t* b) noexcept {
  if (!rt.in_control()) return real().pthread_barrier_destroy(b);
  control c;
  kernel_object& o = barrier_at(b);
  if (!o.waiting.empty()) rt.stop(ending::misuse, "destroyed with a waiter: " + rt.describe(o));
  bury(o, b);
  return 0;
}

SELVAGE_INTERCEPT int pthread_barrier_wait(pthread_barrier_t* b) noexcept {
  if (!rt.in_control()) return real().pthread_barrier_wait(b);
  control c;
  return sync::barrier_wait(barrier_at(b));
}

SELVAGE_INTERCEPT int pthread_once(pthread_once_t* once, void (*function)()) {
  if (!rt.in_control()) return real().pthread_once(once, function);
  rt.enter();
  // Not `control`: an exception of the function leaves through here with control already given back.
  const int result = sync::once(rt.objects.find(once, kernel_kind::once), once, function);
  rt.leave();
  return result;
}

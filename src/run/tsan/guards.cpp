// The guards of function-local statics, modelled: ThreadSanitizer's own would wait for a fiber in the kernel.

#include <dlfcn.h>

#include "src/engine/sync.h"
#include "src/intercept/control.h"

extern "C" void __tsan_acquire(void*);
extern "C" void __tsan_release(void*);

namespace {

using namespace selvage::engine;
using selvage::intercept::control;

// The first byte says done, as the ABI has it; the second that somebody is at it.
using guard_bytes = volatile char;

template <class F>
F behind(F& known, const char* name) noexcept {
  if (known == nullptr) known = reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
  return known;
}

kernel_object& object_of(guard_bytes* g) noexcept { return rt.objects.find(const_cast<char*>(g), kernel_kind::once); }

void settle(guard_bytes* g, bool done) noexcept {
  control c;
  kernel_object& o = object_of(g);
  g[1] = 0;
  if (done) {
    __tsan_release(const_cast<char*>(g));
    g[0] = 1;
  }
  o.owner = no_thread;
  while (!o.waiting.empty()) rt.wake(*o.waiting.head, wake_reason::granted);
}

}  // namespace

SELVAGE_INTERCEPT int __cxa_guard_acquire(guard_bytes* g) {
  static int (*real)(guard_bytes*) = nullptr;
  if (!rt.in_control()) return behind(real, "__cxa_guard_acquire")(g);
  control c;
  kernel_object& o = object_of(g);
  rt.point(op_kind::once, o.address);
  while (g[0] == 0 && g[1] != 0) rt.block(op_kind::once, o.address, &o.waiting, &o);
  if (g[0] != 0) {
    __tsan_acquire(const_cast<char*>(g));
    return 0;
  }
  g[1] = 1;
  o.owner = rt.current->id;
  return 1;
}

SELVAGE_INTERCEPT void __cxa_guard_release(guard_bytes* g) noexcept {
  static void (*real)(guard_bytes*) = nullptr;
  if (!rt.in_control()) return behind(real, "__cxa_guard_release")(g);
  settle(g, true);
}

SELVAGE_INTERCEPT void __cxa_guard_abort(guard_bytes* g) noexcept {
  static void (*real)(guard_bytes*) = nullptr;
  if (!rt.in_control()) return behind(real, "__cxa_guard_abort")(g);
  settle(g, false);
}

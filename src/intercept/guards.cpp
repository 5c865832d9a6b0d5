// The guards of function-local statics. libstdc++ does the work (its futex calls are intercepted); its atomics are not
// instrumented, so the observer is told of the edge from the initialisation to whoever finds it done.

#include <dlfcn.h>

#include "src/engine/runtime.h"
#include "src/intercept/control.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::control;

using guard_word = std::uint64_t;

template <class F>
F libstdcxx(F& known, const char* name) noexcept {
  if (known == nullptr) known = reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
  return known;
}

int (*real_acquire)(guard_word*) = nullptr;
void (*real_release)(guard_word*) = nullptr;

void tell(op_kind k, const guard_word* g, int order) noexcept {
  if (rt.watch == nullptr) return;
  control c;
  rt.watch->atomic(k, g, 1, order);
}

}  // namespace

// Weak: where libstdc++ is linked statically, its own are taken.
SELVAGE_INTERCEPT __attribute__((weak)) int __cxa_guard_acquire(guard_word* g) {
  const auto acquire = libstdcxx(real_acquire, "__cxa_guard_acquire");
  if (!rt.in_control()) return acquire(g);
  {
    control c;
    rt.point(op_kind::once, g);
  }
  const int mine = acquire(g);
  tell(op_kind::atomic_load, g, __ATOMIC_ACQUIRE);
  return mine;
}

SELVAGE_INTERCEPT __attribute__((weak)) void __cxa_guard_release(guard_word* g) noexcept {
  if (rt.in_control()) tell(op_kind::atomic_store, g, __ATOMIC_RELEASE);
  libstdcxx(real_release, "__cxa_guard_release")(g);
}

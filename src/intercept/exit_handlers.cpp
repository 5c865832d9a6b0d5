// What plug-ins register for the end of the process. Only in executables that load them: whole programs run theirs.

#include <dlfcn.h>

#include "src/intercept/control.h"

namespace {

template <class F>
F next(F, const char* name) noexcept {
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

}  // namespace

// An execution is not the end of the process: what it registers, as the destructor of a local static variable, is void
// when it is over. libc's list would grow with each, and run destructors of objects that are no more.
SELVAGE_INTERCEPT int __cxa_atexit(void (*function)(void*), void* argument, void* image) noexcept {
  if (selvage::intercept::rt.in_control()) return 0;
  static const auto real = next(&::__cxa_atexit, "__cxa_atexit");
  return real(function, argument, image);
}

SELVAGE_INTERCEPT int on_exit(void (*function)(int, void*), void* argument) noexcept {
  if (selvage::intercept::rt.in_control()) return 0;
  static const auto real = next(&::on_exit, "on_exit");
  return real(function, argument);
}

SELVAGE_INTERCEPT int __cxa_at_quick_exit(void (*function)(void*), void* image) noexcept {
  if (selvage::intercept::rt.in_control()) return 0;
  static const auto real = next(&::__cxa_at_quick_exit, "__cxa_at_quick_exit");
  return real(function, image);
}

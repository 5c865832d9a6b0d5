// What libc keeps for each thread and hands out by address, or changes for the calling thread.
//
// libc's own code finds these variables through FS, which stays the OS thread's when a switch exchanges the thread
// header; the functions that return their addresses add the fiber's thread pointer. Here both name one place: the OS
// thread's, whose errno and locale the engine changes with the thread. Left as they are: strerror, strsignal and
// inet_ntoa, whose buffers libc reaches by address alone, so that each fiber has its own; h_errno and the resolver's
// state, which all fibers share (a look-up over the network is not repeatable anyway).

#include "src/engine/real.h"
#include "src/engine/thread_switch.h"
#include "src/intercept/control.h"

namespace {

using namespace selvage::engine;

/// The same variable of the OS thread.
template <class T>
T* of_os_thread(T* p) noexcept {
  return reinterpret_cast<T*>(reinterpret_cast<std::uintptr_t>(p) - thread_pointer() + os_thread_pointer());
}

locale_t change_locale(locale_t wanted) noexcept {
  if (!rt.in_control()) return real().uselocale(wanted);
  const selvage::intercept::control c;
  return rt.use_locale(wanted);
}

}  // namespace

SELVAGE_INTERCEPT int* __errno_location() noexcept { return of_os_thread(real().errno_location()); }
SELVAGE_INTERCEPT int* __h_errno_location() noexcept { return of_os_thread(real().h_errno_location()); }

SELVAGE_INTERCEPT const unsigned short** __ctype_b_loc() noexcept { return of_os_thread(real().ctype_b_loc()); }
SELVAGE_INTERCEPT const int** __ctype_tolower_loc() noexcept { return of_os_thread(real().ctype_tolower_loc()); }
SELVAGE_INTERCEPT const int** __ctype_toupper_loc() noexcept { return of_os_thread(real().ctype_toupper_loc()); }

SELVAGE_INTERCEPT locale_t uselocale(locale_t wanted) noexcept { return change_locale(wanted); }
SELVAGE_INTERCEPT locale_t __uselocale(locale_t wanted) noexcept { return change_locale(wanted); }

// pthread_create, join, detach, exit, keys, and the destructors of thread_local objects.

#include <array>
#include <cerrno>
#include <unwind.h>

#include "src/engine/image.h"
#include "src/engine/keys.h"
#include "src/engine/real.h"
#include "src/engine/sync.h"
#include "src/intercept/control.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::control;

int join(pthread_t handle, void** result, std::int64_t deadline) noexcept {
  control c;
  thread* t = rt.by_handle(handle);
  if (t == nullptr) return ESRCH;
  if (t == rt.current) return EDEADLK;
  if (t->detached || t->joined)
    rt.stop(ending::misuse, "join of " + rt.thread_name(t->id) + ", which was " + (t->joined ? "joined" : "detached") + " before");
  rt.join(*t, deadline);
  if (t->state != thread_state::finished) return ETIMEDOUT;
  t->joined = true;
  if (result != nullptr) *result = t->result;
  return 0;
}

_Unwind_Reason_Code stop_at_the_end(int, _Unwind_Action actions, _Unwind_Exception_Class, _Unwind_Exception*,
                                    _Unwind_Context*, void* result) {
  if ((actions & _UA_END_OF_STACK) == 0) return _URC_NO_REASON;
  rt.current->result = result;
  rt.finish_current();
}

}  // namespace

SELVAGE_INTERCEPT int pthread_create(pthread_t* handle, const pthread_attr_t* attributes, void* (*start)(void*),
                                     void* argument) {
  if (!rt.in_control()) return real().pthread_create(handle, attributes, start, argument);
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  control c;
  // No scheduling point: nobody sees a thread being made until it runs.
  thread& t = rt.spawn(start, nullptr, argument);
  t.detached = state == PTHREAD_CREATE_DETACHED;
  *handle = t.handle;
  return 0;
}

SELVAGE_INTERCEPT int pthread_join(pthread_t handle, void** result) {
  if (!rt.in_control()) return real().pthread_join(handle, result);
  return join(handle, result, no_deadline);
}

SELVAGE_INTERCEPT int pthread_tryjoin_np(pthread_t handle, void** result) noexcept {
  if (!rt.in_control()) return real().pthread_tryjoin_np(handle, result);
  {
    control c;
    const thread* t = rt.by_handle(handle);
    if (t != nullptr && t->state != thread_state::finished) {
      rt.point(op_kind::join, t);
      if (t->state != thread_state::finished) return EBUSY;
    }
  }
  return join(handle, result, no_deadline);
}

SELVAGE_INTERCEPT int pthread_timedjoin_np(pthread_t handle, void** result, const timespec* at) {
  if (!rt.in_control()) return real().pthread_timedjoin_np(handle, result, at);
  return join(handle, result, sync::deadline_at(CLOCK_REALTIME, *at));
}

SELVAGE_INTERCEPT int pthread_clockjoin_np(pthread_t handle, void** result, clockid_t clock, const timespec* at) {
  if (!rt.in_control()) return real().pthread_clockjoin_np(handle, result, clock, at);
  return join(handle, result, sync::deadline_at(clock, *at));
}

SELVAGE_INTERCEPT int pthread_detach(pthread_t handle) noexcept {
  if (!rt.in_control()) return real().pthread_detach(handle);
  control c;
  thread* t = rt.by_handle(handle);
  if (t == nullptr) return ESRCH;
  if (t->detached || t->joined) rt.stop(ending::misuse, "detach of " + rt.thread_name(t->id) + ", which was joined or detached before");
  t->detached = true;
  return 0;
}

SELVAGE_INTERCEPT void pthread_exit(void* result) {
  if (!rt.in_control()) {
    real().pthread_exit(result);
    __builtin_unreachable();
  }
  // Destructors of the frames left behind run, as glibc makes them.
  // The unwinder keeps the result in it, and the frames left behind may switch to a thread that exits too.
  static std::array<_Unwind_Exception, max_threads> leaving;
  _Unwind_Exception& mine = leaving[rt.current->id];
  mine = {};
  _Unwind_ForcedUnwind(&mine, stop_at_the_end, result);
  __builtin_unreachable();
}

SELVAGE_INTERCEPT int pthread_key_create(pthread_key_t* key, void (*destructor)(void*)) noexcept {
  if (!rt.in_control()) {
    const int failed = real().pthread_key_create(key, destructor);
    if (failed == 0) key_made_outside(*key, destructor);
    return failed;
  }
  control c;
  // The C++ runtime makes a key at first use and keeps it.
  return key_create(key, destructor, !in_restored_code(__builtin_return_address(0)));
}

SELVAGE_INTERCEPT int pthread_key_delete(pthread_key_t key) noexcept {
  if (!rt.in_control()) return real().pthread_key_delete(key);
  control c;
  return key_delete(key);
}

SELVAGE_INTERCEPT void* pthread_getspecific(pthread_key_t key) noexcept {
  return rt.in_control() ? key_get(key) : real().pthread_getspecific(key);
}

SELVAGE_INTERCEPT int pthread_setspecific(pthread_key_t key, const void* value) noexcept {
  if (!rt.in_control()) return real().pthread_setspecific(key, value);
  control c;
  return key_set(key, value);
}

SELVAGE_INTERCEPT int __cxa_thread_atexit_impl(void (*function)(void*), void* argument, void* image) noexcept {
  if (!rt.in_control()) return real().cxa_thread_atexit(function, argument, image);
  control c;
  rt.current->at_exit.push_back({function, argument});
  return 0;
}

// syscall(2): the futex behind std::atomic::wait, std::latch and std::counting_semaphore. Calls that make threads or
// processes, or that block, are refused by name; others pass.

#include <cerrno>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdarg>
#include <string>

#include "src/engine/real.h"
#include "src/engine/sync.h"
#include "src/intercept/control.h"
#include "src/intercept/system_calls.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::control;

struct futex_call {
  int* word;
  int operation;
  int value;
  const timespec* time;
};

std::int64_t deadline_of(const futex_call& f, int command) noexcept {
  if (f.time == nullptr) return no_deadline;
  if (command == FUTEX_WAIT) return sync::deadline_after(*f.time);
  return sync::deadline_at((f.operation & FUTEX_CLOCK_REALTIME) != 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC, *f.time);
}

// The result, or a negative errno value.
int model(const futex_call& f) noexcept {
  control c;
  kernel_object& o = rt.objects.find(f.word, kernel_kind::futex);
  const int command = f.operation & FUTEX_CMD_MASK;
  switch (command) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET: return -sync::futex_wait(o, f.value, deadline_of(f, command));
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET: return sync::futex_wake(o, static_cast<unsigned>(f.value));
    default: rt.stop(ending::unsupported, "futex operation " + std::to_string(command) + " is not modelled");
  }
}

const char* refused(long number) noexcept {
  switch (number) {
#define SELVAGE_CALL(call) \
  case SYS_##call:         \
    return #call
    SELVAGE_CALL(clone);
    SELVAGE_CALL(clone3);
    SELVAGE_CALL(fork);
    SELVAGE_CALL(vfork);
    SELVAGE_CALL(execve);
    SELVAGE_CALL(execveat);
    SELVAGE_CALL(wait4);
    SELVAGE_CALL(waitid);
    SELVAGE_CALL(pause);
    SELVAGE_CALL(rt_sigsuspend);
    SELVAGE_CALL(rt_sigtimedwait);
    SELVAGE_CALL(nanosleep);
    SELVAGE_CALL(clock_nanosleep);
    SELVAGE_CALL(msgrcv);
    SELVAGE_CALL(semop);
    SELVAGE_CALL(semtimedop);
    SELVAGE_CALL(mq_timedreceive);
    SELVAGE_CALL(io_uring_enter);
#undef SELVAGE_CALL
    default:
      return nullptr;
  }
}

}  // namespace

SELVAGE_INTERCEPT long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& x : a) x = va_arg(list, long);
  va_end(list);
  if (const char* const name = refused(number); name != nullptr && rt.in_control()) {
    control c;
    rt.stop(ending::unsupported, "syscall(SYS_" + std::string(name) + ") was called, which the engine does not model");
  }
  if (rt.in_control())
    if (const auto result = selvage::intercept::descriptor_call(number, a)) return *result;
  if (number != SYS_futex || !rt.in_control()) return real().syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  const int result = model({.word = reinterpret_cast<int*>(a[0]),
                            .operation = static_cast<int>(a[1]),
                            .value = static_cast<int>(a[2]),
                            .time = reinterpret_cast<const timespec*>(a[3])});
  if (result >= 0) return result;
  errno = -result;
  return -1;
}

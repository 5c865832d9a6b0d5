// What ends a process: abort, failed assertions, exit.

#include <cstdlib>
#include <string_view>

#include "src/engine/real.h"
#include "src/intercept/control.h"
#include "src/intercept/next.h"
#include "src/intercept/process.h"

namespace selvage::intercept {
void (*before_exit)(int status, bool orderly) = nullptr;
void (*only_once)(const char* function) = nullptr;
}

namespace {
using selvage::engine::ending;
using selvage::engine::real;
using selvage::engine::rt;

// The message is made inside the engine: its memory must outlive the execution's heap.
void stop_if_controlled(ending e, const char* function) noexcept {
  if (!rt.in_control()) return;
  rt.enter();
  rt.stop(e, std::string(function) + " was called");
}

void exit_if_controlled(const char* function, int status) {
  if (!rt.in_control()) return;
  if (selvage::intercept::before_exit != nullptr) selvage::intercept::before_exit(status, std::string_view(function) == "exit");
  rt.enter();
  rt.stop(ending::exited, std::string(function) + "(" + std::to_string(status) + ") was called");
}
}  // namespace

// Behind pthread_atfork. Forks are refused, and libc would keep the functions for ever.
extern "C" int __register_atfork(void (*before)(), void (*in_parent)(), void (*in_child)(), void* image) noexcept;
SELVAGE_INTERCEPT int __register_atfork(void (*before)(), void (*in_parent)(), void (*in_child)(), void* image) noexcept {
  return rt.in_control() ? 0 : SELVAGE_NEXT(__register_atfork)(before, in_parent, in_child, image);
}

SELVAGE_INTERCEPT void abort() noexcept {
  stop_if_controlled(ending::aborted, "abort");
  real().abort();
  __builtin_unreachable();
}

SELVAGE_INTERCEPT void __assert_fail(const char* expression, const char* file, unsigned line,
                                     const char* function) noexcept {
  if (rt.in_control()) {
    rt.enter();
    rt.stop(ending::assertion, std::string(file) + ":" + std::to_string(line) + ": assertion failed in " +
                                   (function != nullptr ? function : "?") + ": " + expression);
  }
  fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function, expression);
  real().abort();
  __builtin_unreachable();
}

SELVAGE_INTERCEPT void exit(int status) {
  exit_if_controlled("exit", status);
  real().exit(status);
  __builtin_unreachable();
}

SELVAGE_INTERCEPT void quick_exit(int status) noexcept {
  exit_if_controlled("quick_exit", status);
  real().quick_exit(status);
  __builtin_unreachable();
}

SELVAGE_INTERCEPT void _exit(int status) {
  exit_if_controlled("_exit", status);
  real().immediate_exit(status);
  __builtin_unreachable();
}

SELVAGE_INTERCEPT void _Exit(int status) noexcept { _exit(status); }

// What ends a process: abort, failed assertions, exit.

#include <cstdlib>

#include "src/engine/real.h"
#include "src/intercept/control.h"
#include "src/intercept/process.h"

namespace selvage::intercept {
void (*before_exit)(int status) = nullptr;
}

namespace {
using selvage::engine::ending;
using selvage::engine::real;
using selvage::engine::rt;

void stop_if_controlled(ending e, std::string message) noexcept {
  if (rt.in_control()) rt.stop(e, std::move(message));
}
}  // namespace

SELVAGE_INTERCEPT void abort() noexcept {
  stop_if_controlled(ending::aborted, "abort was called");
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
  if (rt.in_control() && selvage::intercept::before_exit != nullptr) selvage::intercept::before_exit(status);
  stop_if_controlled(ending::exited, "exit(" + std::to_string(status) + ") was called");
  real().exit(status);
  __builtin_unreachable();
}

SELVAGE_INTERCEPT void quick_exit(int status) noexcept {
  stop_if_controlled(ending::exited, "quick_exit(" + std::to_string(status) + ") was called");
  real().quick_exit(status);
  __builtin_unreachable();
}

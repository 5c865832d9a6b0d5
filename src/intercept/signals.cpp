// A program that handles SIGSEGV itself would get the faults by which the engine notices the first write to a page of
// globals: then the engine does without them.

#include <signal.h>

#include "src/engine/image.h"
#include "src/engine/real.h"
#include "src/intercept/control.h"

namespace {

using namespace selvage::engine;
using handler = void (*)(int);

void about_to_handle(int number) noexcept {
  if (number == SIGSEGV && rt.in_control()) unguard_globals();
}

}  // namespace

SELVAGE_INTERCEPT int sigaction(int number, const struct sigaction* wanted, struct sigaction* before) noexcept {
  if (wanted != nullptr) about_to_handle(number);
  return real().sigaction(number, wanted, before);
}

SELVAGE_INTERCEPT handler signal(int number, handler h) noexcept {
  about_to_handle(number);
  return real().signal(number, h);
}

SELVAGE_INTERCEPT handler bsd_signal(int number, handler h) noexcept {
  about_to_handle(number);
  return real().signal(number, h);
}

SELVAGE_INTERCEPT handler __sysv_signal(int number, handler h) noexcept {
  about_to_handle(number);
  return real().sysv_signal(number, h);
}

SELVAGE_INTERCEPT handler sigset(int number, handler h) noexcept {
  about_to_handle(number);
  return real().sigset(number, h);
}

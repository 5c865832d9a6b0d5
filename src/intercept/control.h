#pragma once

#include "src/engine/runtime.h"

/// Marks an interception: a symbol that unmodified code finds in place of libc's or of the sanitizer runtime's.
#define SELVAGE_INTERCEPT extern "C" __attribute__((visibility("default"), used))

/// The same where the executable may have a sanitizer's runtime of its own, as with libFuzzer: then that one counts.
#define SELVAGE_INTERCEPT_IF_NONE extern "C" __attribute__((visibility("default"), used, weak))

namespace selvage::intercept {

using engine::rt;

/// While it lives, the engine runs on the current thread's behalf, and what it calls is not intercepted.
class control {
 public:
  control() noexcept { rt.enter(); }
  ~control() { rt.leave(); }
  control(const control&) = delete;
  control& operator=(const control&) = delete;
};

}  // namespace selvage::intercept

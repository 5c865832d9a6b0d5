// Memory that a program means to lose, and where else it keeps pointers (LLVM: sanitizer/lsan_interface.h).

#include <cstddef>

#include "src/engine/lost_blocks.h"
#include "src/intercept/control.h"

using selvage::engine::lost;
using selvage::engine::rt;
using selvage::intercept::control;

SELVAGE_INTERCEPT_IF_NONE void __lsan_disable() {
  if (rt.in_control()) ++rt.current->allowed_leaks;
}
SELVAGE_INTERCEPT_IF_NONE void __lsan_enable() {
  if (rt.in_control()) --rt.current->allowed_leaks;
}

SELVAGE_INTERCEPT_IF_NONE void __lsan_ignore_object(const void* p) {
  if (!rt.in_control()) return;
  control c;
  lost.allow(p);
}

SELVAGE_INTERCEPT_IF_NONE void __lsan_register_root_region(const void* p, std::size_t size) {
  if (!rt.in_control()) return;
  control c;
  lost.add_root(static_cast<const char*>(p), size);
}
SELVAGE_INTERCEPT_IF_NONE void __lsan_unregister_root_region(const void* p, std::size_t size) {
  if (!rt.in_control()) return;
  control c;
  lost.remove_root(static_cast<const char*>(p), size);
}

// Leaks are looked for at the end of an execution only.
SELVAGE_INTERCEPT_IF_NONE void __lsan_do_leak_check() {}
SELVAGE_INTERCEPT_IF_NONE int __lsan_do_recoverable_leak_check() { return 0; }

// What a program may define itself.
SELVAGE_INTERCEPT_IF_NONE int __lsan_is_turned_off() { return 0; }
SELVAGE_INTERCEPT_IF_NONE const char* __lsan_default_options() { return ""; }
SELVAGE_INTERCEPT_IF_NONE const char* __lsan_default_suppressions() { return ""; }

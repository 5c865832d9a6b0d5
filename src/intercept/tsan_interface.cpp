// The part of LLVM's sanitizer/tsan_interface.h that orders nothing (what does: annotations.cpp): accesses to objects
// of a library that is not instrumented, fibers of the program's own, reports.

#include <cstdint>

#include "src/engine/memory.h"
#include "src/intercept/control.h"

using selvage::engine::op_kind;
using selvage::engine::memory::plain;

// One byte stands for the object.
SELVAGE_INTERCEPT void __tsan_external_read(void* a, void*, void*) { plain(op_kind::plain_read, a, 1); }
SELVAGE_INTERCEPT void __tsan_external_write(void* a, void*, void*) { plain(op_kind::plain_write, a, 1); }
SELVAGE_INTERCEPT void* __tsan_external_register_tag(const char*) { return nullptr; }
SELVAGE_INTERCEPT void __tsan_external_register_header(void*, const char*) {}
SELVAGE_INTERCEPT void __tsan_external_assign_tag(void*, void*) {}

SELVAGE_INTERCEPT void __tsan_check_no_mutexes_held() {}

// To the engine a thread's fibers are that thread, and what they do is ordered as it happens.
namespace {
char the_fiber;
}
SELVAGE_INTERCEPT void* __tsan_get_current_fiber() { return &the_fiber; }
SELVAGE_INTERCEPT void* __tsan_create_fiber(unsigned) { return &the_fiber; }
SELVAGE_INTERCEPT void __tsan_destroy_fiber(void*) {}
SELVAGE_INTERCEPT void __tsan_switch_to_fiber(void*, unsigned) {}
SELVAGE_INTERCEPT void __tsan_set_fiber_name(void*, const char*) {}

SELVAGE_INTERCEPT void __tsan_flush_memory() {}

// What a program may define itself.
SELVAGE_INTERCEPT void __tsan_on_initialize() {}
SELVAGE_INTERCEPT int __tsan_on_finalize(int failed) { return failed; }
SELVAGE_INTERCEPT const char* __tsan_default_options() { return ""; }
SELVAGE_INTERCEPT const char* __tsan_default_suppressions() { return ""; }

// There is no report of ThreadSanitizer's: 0 says so.
SELVAGE_INTERCEPT void* __tsan_get_current_report() { return nullptr; }
SELVAGE_INTERCEPT int __tsan_get_report_data(void*, const char**, int*, int*, int*, int*, int*, int*, int*, void**,
                                             unsigned long) {
  return 0;
}
SELVAGE_INTERCEPT int __tsan_get_report_stack(void*, unsigned long, void**, unsigned long) { return 0; }
SELVAGE_INTERCEPT int __tsan_get_report_mop(void*, unsigned long, int*, void**, int*, int*, int*, void**,
                                            unsigned long) {
  return 0;
}
SELVAGE_INTERCEPT int __tsan_get_report_loc(void*, unsigned long, const char**, void**, void**, unsigned long*, int*,
                                            int*, int*, void**, unsigned long) {
  return 0;
}
SELVAGE_INTERCEPT int __tsan_get_report_mutex(void*, unsigned long, std::uint64_t*, void**, int*, void**,
                                              unsigned long) {
  return 0;
}
SELVAGE_INTERCEPT int __tsan_get_report_thread(void*, unsigned long, int*, std::uint64_t*, int*, const char**, int*,
                                               void**, unsigned long) {
  return 0;
}
SELVAGE_INTERCEPT int __tsan_get_report_unique_tid(void*, unsigned long, int*) { return 0; }

// What any sanitizer's runtime offers to the program (LLVM: sanitizer/common_interface_defs.h, coverage_interface.h,
// ubsan_interface.h). Unaligned accesses are accesses; reports, containers' and fibers' stacks are not the engine's.

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "src/engine/memory.h"
#include "src/intercept/control.h"

using selvage::engine::op_kind;
using selvage::engine::rt;
using selvage::engine::memory::plain;

#define SELVAGE_UNALIGNED(bits)                                                          \
  SELVAGE_INTERCEPT_IF_NONE std::uint##bits##_t __sanitizer_unaligned_load##bits(const void* p) { \
    plain(op_kind::plain_read, p, bits / 8);                                             \
    std::uint##bits##_t value = 0;                                                       \
    std::memcpy(&value, p, sizeof value);                                                \
    return value;                                                                        \
  }                                                                                      \
  SELVAGE_INTERCEPT_IF_NONE void __sanitizer_unaligned_store##bits(void* p, std::uint##bits##_t value) { \
    plain(op_kind::plain_write, p, bits / 8);                                            \
    std::memcpy(p, &value, sizeof value);                                                \
  }

SELVAGE_UNALIGNED(16)
SELVAGE_UNALIGNED(32)
SELVAGE_UNALIGNED(64)

/// 1 at the first call of an execution, or of a process that is not explored.
SELVAGE_INTERCEPT_IF_NONE int __sanitizer_acquire_crash_state() {
  static std::uint64_t acquired_in = UINT64_MAX;
  const std::uint64_t here = rt.in_control() ? rt.execution_number() : 0;
  return __atomic_exchange_n(&acquired_in, here, __ATOMIC_RELAXED) != here;
}

// ---- reports: what would be in them is not known here

SELVAGE_INTERCEPT_IF_NONE void __sanitizer_set_report_path(const char*) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_set_report_fd(void*) {}
SELVAGE_INTERCEPT_IF_NONE const char* __sanitizer_get_report_path() { return ""; }
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_report_error_summary(const char*) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_set_death_callback(void (*)()) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_sandbox_on_notify(void*) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_print_stack_trace() {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_print_memory_profile(std::size_t, std::size_t) {}

namespace {

/// No strings.
void write_nothing(char* to, std::size_t size) noexcept {
  for (std::size_t i = 0; i < size && i < 2; ++i) to[i] = '\0';
}

}  // namespace

SELVAGE_INTERCEPT_IF_NONE void __sanitizer_symbolize_pc(void*, const char*, char* to, std::size_t size) { write_nothing(to, size); }
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_symbolize_global(void*, const char*, char* to, std::size_t size) {
  write_nothing(to, size);
}
SELVAGE_INTERCEPT_IF_NONE int __sanitizer_get_module_and_offset_for_pc(void*, char*, std::size_t, void**) { return 0; }

// ---- containers: nothing of them is poisoned, so that every state is a right one

SELVAGE_INTERCEPT_IF_NONE void __sanitizer_annotate_contiguous_container(const void*, const void*, const void*, const void*) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_annotate_double_ended_contiguous_container(const void*, const void*, const void*,
                                                                              const void*, const void*, const void*) {}
SELVAGE_INTERCEPT_IF_NONE int __sanitizer_verify_contiguous_container(const void*, const void*, const void*) { return 1; }
SELVAGE_INTERCEPT_IF_NONE int __sanitizer_verify_double_ended_contiguous_container(const void*, const void*, const void*,
                                                                           const void*) {
  return 1;
}
SELVAGE_INTERCEPT_IF_NONE const void* __sanitizer_contiguous_container_find_bad_address(const void*, const void*, const void*) {
  return nullptr;
}
SELVAGE_INTERCEPT_IF_NONE const void* __sanitizer_double_ended_contiguous_container_find_bad_address(const void*, const void*,
                                                                                             const void*, const void*) {
  return nullptr;
}

// ---- fibers of the program's own: there is no fake stack, and the stack that was left is not known

SELVAGE_INTERCEPT_IF_NONE void __sanitizer_start_switch_fiber(void** saved, const void*, std::size_t) {
  if (saved != nullptr) *saved = nullptr;
}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_finish_switch_fiber(void*, const void** bottom, std::size_t* size) {
  if (bottom != nullptr) *bottom = nullptr;
  if (size != nullptr) *size = 0;
}

// ---- what a fuzzer defines

SELVAGE_INTERCEPT_IF_NONE void __sanitizer_weak_hook_memcmp(void*, const void*, const void*, std::size_t, int) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_weak_hook_strncmp(void*, const char*, const char*, std::size_t, int) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_weak_hook_strncasecmp(void*, const char*, const char*, std::size_t, int) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_weak_hook_strcmp(void*, const char*, const char*, int) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_weak_hook_strcasecmp(void*, const char*, const char*, int) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_weak_hook_strstr(void*, const char*, const char*, char*) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_weak_hook_strcasestr(void*, const char*, const char*, char*) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_weak_hook_memmem(void*, const void*, std::size_t, const void*, std::size_t, void*) {}

// ---- coverage_interface.h: none is collected here

SELVAGE_INTERCEPT_IF_NONE void __sanitizer_cov_dump() {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_cov_reset() {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_dump_coverage(const std::uintptr_t*, std::uintptr_t) {}

// ---- ubsan_interface.h

SELVAGE_INTERCEPT_IF_NONE const char* __ubsan_default_options() { return ""; }

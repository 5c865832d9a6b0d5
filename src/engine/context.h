#pragma once

#include <cstdint>

namespace selvage::engine {

/// Saves the callee-saved registers on the running stack, stores its pointer in `*save`, and goes on on the stack
/// `to` with thread pointer `tp`. Returns when somebody switches back.
/// FSGSBASE form; `switch_context` below picks the one this CPU has.
extern "C" void selvage_switch_fsgsbase(void** save, void* to, std::uintptr_t tp) noexcept;
/// The same with the arch_prctl system call, for CPUs or kernels without FSGSBASE.
extern "C" void selvage_switch_arch_prctl(void** save, void* to, std::uintptr_t tp) noexcept;
/// The same without the thread pointer: the yardstick of bench/.
extern "C" void selvage_switch_bare(void** save, void* to) noexcept;

using switch_function = void (*)(void**, void*, std::uintptr_t) noexcept;

/// The switch that works here.
[[nodiscard]] switch_function context_switch() noexcept;

/// The running thread's thread pointer.
[[nodiscard]] inline std::uintptr_t thread_pointer() noexcept {
  std::uintptr_t tp;
  asm("movq %%fs:0, %0" : "=r"(tp));
  return tp;
}

/// Changes the running thread's thread pointer alone. Until it is changed back, everything thread-local is another's.
void set_thread_pointer(std::uintptr_t tp) noexcept;

/// Makes a stack that enters `entry` (which must not return) when switched to. `top` is the stack's highest address.
[[nodiscard]] void* prepare_stack(void* top, void (*entry)()) noexcept;

}  // namespace selvage::engine

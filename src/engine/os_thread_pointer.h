#pragma once

#include <cstdint>

namespace selvage::engine {

/// The thread pointer of the running thread, a fiber's included.
[[nodiscard]] inline std::uintptr_t thread_pointer() noexcept {
  std::uintptr_t tp;
  asm("movq %%fs:0, %0" : "=r"(tp));
  return tp;
}

/// What FS holds: the thread pointer of the OS thread, whichever fiber it runs.
[[nodiscard]] std::uintptr_t os_thread_pointer() noexcept;

/// The code of `os_thread_pointer`, which uses FS on purpose.
[[nodiscard]] bool is_os_thread_pointer_code(const void* code) noexcept;

}  // namespace selvage::engine

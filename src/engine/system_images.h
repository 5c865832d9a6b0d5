#pragma once

namespace selvage::engine {

/// True for code of libc or the dynamic linker. False before `find_system_images`.
[[nodiscard]] bool in_system_image(const void* code) noexcept;

/// True for code of the C++ runtime, likewise.
[[nodiscard]] bool in_language_runtime(const void* code) noexcept;

/// Notes where they are loaded.
void find_system_images();

}  // namespace selvage::engine

#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace selvage::engine {

/// The file name of the first loaded image whose code reaches thread-local variables through FS itself, so that it
/// would see the OS thread's variables in place of a fiber's; empty when there is none. libc's own libraries and
/// Selvage's do not count: what they keep in thread-local variables is dealt with one by one (thread_switch.h).
///
/// A shared library says so itself (DF_STATIC_TLS). An executable's code is searched for such instructions: O(its size),
/// and only when it has thread-local variables at all. Code compiled with -mno-tls-direct-seg-refs has none.
[[nodiscard]] std::string image_with_direct_thread_locals();

/// Where thread-local variables are, for `has_direct_thread_locals`.
struct thread_local_layout {
  std::int64_t bytes{};                        ///< of the executable's own: they end at the thread pointer
  std::span<const std::uintptr_t> offset_slots;  ///< addresses of the words that hold offsets of other images' variables
};

/// Whether `code`, which is mapped where it runs, holds an instruction that reaches a thread-local variable through FS.
[[nodiscard]] bool has_direct_thread_locals(std::span<const unsigned char> code, const thread_local_layout& layout);

}  // namespace selvage::engine

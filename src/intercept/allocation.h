#pragma once

#include <cstddef>

#include "src/engine/observer.h"

namespace selvage::intercept {

/// A block of the execution's heap for controlled code. Ends the execution when the heap is used up.
[[nodiscard]] void* controlled_allocate(std::size_t size, std::size_t alignment, engine::allocator family) noexcept;

/// Gives back `p`, which lies in the execution's heap. Ends the execution when no live block begins there.
void controlled_free(void* p, engine::allocator how) noexcept;

/// `p` lies outside the execution's heap and is about to go back to libc: ends the execution when it is no memory of
/// libc's either (a thread's stack, a global).
void check_outside_free(const void* p) noexcept;

}  // namespace selvage::intercept

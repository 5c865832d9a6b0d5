#pragma once

#include <cstddef>

#include "src/engine/heap.h"
#include "src/engine/loading.h"
#include "src/intercept/control.h"

extern "C" void __libc_free(void*);

namespace selvage::intercept {

/// A block of the execution's heap for controlled code. Ends the execution when the heap is used up.
[[nodiscard]] void* controlled_allocate(std::size_t size, std::size_t alignment, engine::allocator family) noexcept;

/// Controlled code gives back `p`, which lies in `from`. Ends the execution when no live block begins there.
void controlled_free(engine::heap& from, void* p, engine::allocator how) noexcept;

/// A library gives back `p`, which lies in `engine::loaded`, while it is loaded. Aborts when no live block begins
/// there.
void free_while_loading(void* p) noexcept;

/// `p` lies outside every heap of the engine and is about to go back to libc: ends the execution when it is no memory
/// of libc's either (a thread's stack, a global).
void check_outside_free(const void* p) noexcept;

/// The engine's heap in which `p` lies; null for none.
[[nodiscard]] inline engine::heap* heap_of(const void* p) noexcept {
  if (engine::arena.contains(p)) return &engine::arena;
  return engine::loaded.contains(p) ? &engine::loaded : nullptr;
}

/// What free and delete do.
inline void give_back(void* p, engine::allocator how) noexcept {
  if (p == nullptr) return;
  engine::heap* const from = heap_of(p);
  if (from == nullptr) {
    if (rt.in_control()) check_outside_free(p);
    __libc_free(p);
  } else if (rt.in_control()) {
    controlled_free(*from, p, how);
  } else if (from == &engine::loaded && engine::is_loading()) {
    free_while_loading(p);
  }
  // else: memory of an execution that is over, or of an image that the next execution wants as it is
}

}  // namespace selvage::intercept

// What a program may ask about its memory (LLVM: sanitizer/allocator_interface.h), answered for the execution's heap.
// Memory of a program that is not explored is libc's.


#include <cstddef>

#include "src/engine/heap.h"
#include "src/intercept/allocation.h"
#include "src/intercept/control.h"

namespace {

using selvage::engine::arena;
using selvage::engine::heap;
using selvage::engine::rt;
using selvage::intercept::heap_of;

const heap* live_heap_of(const void* p) noexcept {
  const heap* const h = heap_of(p);
  return h != nullptr && h->state_of(p) == heap::block_state::live ? h : nullptr;
}

}  // namespace

SELVAGE_INTERCEPT_IF_NONE std::size_t __sanitizer_get_estimated_allocated_size(std::size_t size) { return size; }

SELVAGE_INTERCEPT_IF_NONE int __sanitizer_get_ownership(const volatile void* p) {
  return live_heap_of(const_cast<const void*>(p)) != nullptr;
}

SELVAGE_INTERCEPT_IF_NONE const void* __sanitizer_get_allocated_begin(const void* p) {
  const heap* const h = heap_of(p);
  const void* const block = h != nullptr ? h->block_around(p) : nullptr;
  return block != nullptr && h->is_live(block) ? block : nullptr;
}

SELVAGE_INTERCEPT_IF_NONE std::size_t __sanitizer_get_allocated_size(const volatile void* p) {
  const heap* const h = live_heap_of(const_cast<const void*>(p));
  return h != nullptr ? h->size_of(const_cast<const void*>(p)) : 0;
}
SELVAGE_INTERCEPT_IF_NONE std::size_t __sanitizer_get_allocated_size_fast(const volatile void* p) {
  return __sanitizer_get_allocated_size(p);
}

SELVAGE_INTERCEPT_IF_NONE std::size_t __sanitizer_get_current_allocated_bytes() {
  return rt.in_control() ? arena.live_bytes() : 0;
}
SELVAGE_INTERCEPT_IF_NONE std::size_t __sanitizer_get_heap_size() { return rt.in_control() ? arena.used().size() : 0; }
SELVAGE_INTERCEPT_IF_NONE std::size_t __sanitizer_get_free_bytes() { return 0; }
SELVAGE_INTERCEPT_IF_NONE std::size_t __sanitizer_get_unmapped_bytes() { return 0; }
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_purge_allocator() {}

/// 0: none is installed.
SELVAGE_INTERCEPT_IF_NONE int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, std::size_t),
                                                                void (*)(const volatile void*)) {
  return 0;
}

// What a program may define itself.
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_malloc_hook(const volatile void*, std::size_t) {}
SELVAGE_INTERCEPT_IF_NONE void __sanitizer_free_hook(const volatile void*) {}
SELVAGE_INTERCEPT_IF_NONE int __sanitizer_ignore_free_hook(const volatile void*) { return 0; }

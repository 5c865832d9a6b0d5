#pragma once

#include <cstddef>
#include <cstdint>

#include "src/engine/heap.h"

namespace selvage::engine {

/// What shared libraries allocate while they are loaded: part of their images, as their globals are. Every execution
/// begins with it as it was when the snapshot was taken.
extern heap loaded;

/// While it lives, the running thread loads libraries: what it allocates, libc and the dynamic linker apart, comes
/// from `loaded`. Take the snapshot afterwards (`images_loaded`). Not in control; brackets do not nest.
class loading {
 public:
  /// Throws std::bad_alloc when there is no address range.
  loading();
  ~loading();
  loading(const loading&) = delete;
  loading& operator=(const loading&) = delete;
};

/// True between them, on that thread.
[[nodiscard]] bool is_loading() noexcept;

/// A block of `loaded`; null when it is used up. Only while loading.
[[nodiscard]] void* allocate_while_loading(std::size_t size, std::size_t alignment, allocator family) noexcept;

}  // namespace selvage::engine

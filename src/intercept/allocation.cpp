// malloc and its family.

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <unistd.h>

#include "src/engine/heap.h"
#include "src/engine/system_images.h"
#include "src/intercept/allocation.h"
#include "src/intercept/control.h"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

namespace {

using namespace selvage::engine;
using selvage::intercept::check_outside_free;
using selvage::intercept::controlled_allocate;
using selvage::intercept::controlled_free;

// What libc and the dynamic linker allocate for themselves (stdio buffers, thread-local blocks) outlives executions.
bool for_the_program(const void* caller) noexcept { return rt.in_control() && !in_system_image(caller); }

bool power_of_two(std::size_t n) noexcept { return n != 0 && (n & (n - 1)) == 0; }

[[nodiscard]] void* allocate(std::size_t size, std::size_t alignment = 16) noexcept {
  return controlled_allocate(size, alignment, allocator::malloc);
}

}  // namespace

#define SELVAGE_CALLER __builtin_return_address(0)

SELVAGE_INTERCEPT void* malloc(std::size_t size) {
  return for_the_program(SELVAGE_CALLER) ? allocate(size) : __libc_malloc(size);
}

SELVAGE_INTERCEPT void* calloc(std::size_t count, std::size_t size) {
  if (!for_the_program(SELVAGE_CALLER)) return __libc_calloc(count, size);
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return nullptr;
  }
  return std::memset(allocate(bytes), 0, bytes);
}

SELVAGE_INTERCEPT void free(void* p) {
  if (p == nullptr) return;
  if (!arena.contains(p)) {
    if (rt.in_control()) check_outside_free(p);
    __libc_free(p);
  } else if (rt.in_control()) {
    controlled_free(p, allocator::malloc);
  }
  // else: memory of an execution that is over
}

SELVAGE_INTERCEPT void* realloc(void* p, std::size_t size) {
  if (p != nullptr && !arena.contains(p)) return __libc_realloc(p, size);
  if (p == nullptr) return for_the_program(SELVAGE_CALLER) ? allocate(size) : __libc_malloc(size);
  if (rt.in_control() && arena.state_of(p) != heap::block_state::live) controlled_free(p, allocator::malloc);
  if (size == 0) {
    free(p);
    return nullptr;
  }
  const std::size_t before = arena.size_of(p);
  void* q = rt.in_control() ? allocate(size) : __libc_malloc(size);
  std::memcpy(q, p, before < size ? before : size);
  free(p);
  return q;
}

SELVAGE_INTERCEPT void* memalign(std::size_t alignment, std::size_t size) {
  return for_the_program(SELVAGE_CALLER) ? allocate(size, alignment < 16 ? 16 : alignment)
                                         : __libc_memalign(alignment, size);
}

SELVAGE_INTERCEPT void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return for_the_program(SELVAGE_CALLER) ? allocate(size, alignment < 16 ? 16 : alignment)
                                         : __libc_memalign(alignment, size);
}

SELVAGE_INTERCEPT int posix_memalign(void** result, std::size_t alignment, std::size_t size) {
  if (!power_of_two(alignment) || alignment % sizeof(void*) != 0) return EINVAL;
  void* p = for_the_program(SELVAGE_CALLER) ? allocate(size, alignment < 16 ? 16 : alignment)
                                            : __libc_memalign(alignment, size);
  if (p == nullptr) return ENOMEM;
  *result = p;
  return 0;
}

SELVAGE_INTERCEPT void* valloc(std::size_t size) {
  const auto page = static_cast<std::size_t>(getpagesize());
  return for_the_program(SELVAGE_CALLER) ? allocate(size, page) : __libc_memalign(page, size);
}

SELVAGE_INTERCEPT std::size_t malloc_usable_size(void* p) {
  if (p == nullptr) return 0;
  if (arena.contains(p)) return arena.size_of(p);
  // glibc keeps a chunk's size, with three flag bits, before its memory.
  const std::size_t chunk = (static_cast<const std::size_t*>(p))[-1];
  const std::size_t overhead = (chunk & 2) != 0 ? 2 * sizeof(std::size_t) : sizeof(std::size_t);
  return (chunk & ~std::size_t{7}) - overhead;
}

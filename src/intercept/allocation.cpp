// malloc and its family.

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <unistd.h>

#include "src/engine/heap.h"
#include "src/engine/system_images.h"
#include "src/intercept/allocation.h"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {

using namespace selvage::engine;
using selvage::intercept::controlled_allocate;
using selvage::intercept::controlled_free;
using selvage::intercept::give_back;
using selvage::intercept::heap_of;

constexpr std::size_t ordinary = 16;

// What libc and the dynamic linker allocate for themselves (stdio buffers, thread-local blocks) outlives executions, and
// so does what the C++ runtime asks malloc for as it is loaded: a pool for exceptions, too large to copy every time.
bool from_libc(const void* caller) noexcept {
  if (rt.in_control()) return in_system_image(caller);
  return !is_loading() || in_system_image(caller) || in_language_runtime(caller);
}

bool power_of_two(std::size_t n) noexcept { return n != 0 && (n & (n - 1)) == 0; }

/// For those whose memory is not libc's. Null, with errno set, only while loading.
[[nodiscard]] void* allocate(std::size_t size, std::size_t alignment = ordinary) noexcept {
  if (rt.in_control()) return controlled_allocate(size, alignment, allocator::malloc);
  void* const p = allocate_while_loading(size, alignment, allocator::malloc);
  if (p == nullptr) errno = ENOMEM;
  return p;
}

[[nodiscard]] void* allocate_for(const void* caller, std::size_t size, std::size_t alignment) noexcept {
  return from_libc(caller) ? __libc_memalign(alignment, size) : allocate(size, alignment < ordinary ? ordinary : alignment);
}

}  // namespace

#define SELVAGE_CALLER __builtin_return_address(0)

SELVAGE_INTERCEPT void* malloc(std::size_t size) {
  return from_libc(SELVAGE_CALLER) ? __libc_malloc(size) : allocate(size);
}

SELVAGE_INTERCEPT void* calloc(std::size_t count, std::size_t size) {
  if (from_libc(SELVAGE_CALLER)) return __libc_calloc(count, size);
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return nullptr;
  }
  void* const p = allocate(bytes);
  return p == nullptr ? nullptr : std::memset(p, 0, bytes);
}

SELVAGE_INTERCEPT void free(void* p) { give_back(p, allocator::malloc); }

SELVAGE_INTERCEPT void* realloc(void* p, std::size_t size) {
  if (p == nullptr) return from_libc(SELVAGE_CALLER) ? __libc_malloc(size) : allocate(size);
  heap* const from = heap_of(p);
  if (from == nullptr) return __libc_realloc(p, size);
  if (rt.in_control() && from->state_of(p) != heap::block_state::live) controlled_free(*from, p, allocator::malloc);
  if (size == 0) {
    free(p);
    return nullptr;
  }
  const std::size_t before = from->size_of(p);
  void* q = rt.in_control() || is_loading() ? allocate(size) : __libc_malloc(size);
  if (q == nullptr) return nullptr;
  std::memcpy(q, p, before < size ? before : size);
  free(p);
  return q;
}

SELVAGE_INTERCEPT void* memalign(std::size_t alignment, std::size_t size) {
  return allocate_for(SELVAGE_CALLER, size, alignment);
}

SELVAGE_INTERCEPT void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return allocate_for(SELVAGE_CALLER, size, alignment);
}

SELVAGE_INTERCEPT int posix_memalign(void** result, std::size_t alignment, std::size_t size) {
  if (!power_of_two(alignment) || alignment % sizeof(void*) != 0) return EINVAL;
  void* p = allocate_for(SELVAGE_CALLER, size, alignment);
  if (p == nullptr) return ENOMEM;
  *result = p;
  return 0;
}

SELVAGE_INTERCEPT void* valloc(std::size_t size) {
  return allocate_for(SELVAGE_CALLER, size, static_cast<std::size_t>(getpagesize()));
}

SELVAGE_INTERCEPT std::size_t malloc_usable_size(void* p) {
  if (p == nullptr) return 0;
  if (const heap* const of = heap_of(p); of != nullptr) return of->size_of(p);
  // glibc keeps a chunk's size, with three flag bits, before its memory.
  const std::size_t chunk = (static_cast<const std::size_t*>(p))[-1];
  const std::size_t overhead = (chunk & 2) != 0 ? 2 * sizeof(std::size_t) : sizeof(std::size_t);
  return (chunk & ~std::size_t{7}) - overhead;
}

// operator new and delete, in every form: so that the heap knows which family a block came from.

#include <new>

#include "src/engine/heap.h"
#include "src/intercept/allocation.h"
#include "src/intercept/control.h"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {

using namespace selvage::engine;
using selvage::intercept::controlled_allocate;
using selvage::intercept::give_back;

constexpr std::size_t ordinary = 16;

void* get(std::size_t size, std::size_t alignment, allocator family) {
  if (rt.in_control()) return controlled_allocate(size, alignment, family);
  for (;;) {
    void* p = is_loading()            ? allocate_while_loading(size, alignment, family)
              : alignment == ordinary ? __libc_malloc(size)
                                      : __libc_memalign(alignment, size);
    if (p != nullptr) return p;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void* get_or_null(std::size_t size, std::size_t alignment, allocator family) noexcept {
  try {
    return get(size, alignment, family);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

std::size_t at_least_ordinary(std::align_val_t a) noexcept {
  const auto n = static_cast<std::size_t>(a);
  return n < ordinary ? ordinary : n;
}

}  // namespace

#define SELVAGE_NEW(form, family)                                                                                   \
  __attribute__((visibility("default"), used)) void* operator form(std::size_t n) {                                 \
    return get(n, ordinary, allocator::family);                                                                     \
  }                                                                                                                 \
  __attribute__((visibility("default"), used)) void* operator form(std::size_t n, const std::nothrow_t&) noexcept { \
    return get_or_null(n, ordinary, allocator::family);                                                             \
  }                                                                                                                 \
  __attribute__((visibility("default"), used)) void* operator form(std::size_t n, std::align_val_t a) {             \
    return get(n, at_least_ordinary(a), allocator::family);                                                         \
  }                                                                                                                 \
  __attribute__((visibility("default"), used)) void* operator form(std::size_t n, std::align_val_t a,               \
                                                                   const std::nothrow_t&) noexcept {                \
    return get_or_null(n, at_least_ordinary(a), allocator::family);                                                 \
  }

#define SELVAGE_DELETE(form, family)                                                                                 \
  __attribute__((visibility("default"), used)) void operator form(void* p) noexcept { give_back(p, allocator::family); }  \
  __attribute__((visibility("default"), used)) void operator form(void* p, std::size_t) noexcept {                   \
    give_back(p, allocator::family);                                                                                      \
  }                                                                                                                  \
  __attribute__((visibility("default"), used)) void operator form(void* p, const std::nothrow_t&) noexcept {         \
    give_back(p, allocator::family);                                                                                      \
  }                                                                                                                  \
  __attribute__((visibility("default"), used)) void operator form(void* p, std::align_val_t) noexcept {              \
    give_back(p, allocator::family);                                                                                      \
  }                                                                                                                  \
  __attribute__((visibility("default"), used)) void operator form(void* p, std::size_t, std::align_val_t) noexcept { \
    give_back(p, allocator::family);                                                                                      \
  }                                                                                                                  \
  __attribute__((visibility("default"), used)) void operator form(void* p, std::align_val_t,                         \
                                                                  const std::nothrow_t&) noexcept {                  \
    give_back(p, allocator::family);                                                                                      \
  }

SELVAGE_NEW(new, new_object)
SELVAGE_NEW(new[], new_array)
SELVAGE_DELETE(delete, new_object)
SELVAGE_DELETE(delete[], new_array)

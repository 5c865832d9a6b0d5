#include "src/engine/heap.h"

#include <sys/mman.h>

#include <bit>
#include <cstring>
#include <new>

namespace selvage::engine {

heap arena;

struct heap::header {
  std::uint32_t state;
  std::uint32_t size_class;
  std::uint64_t size;
};

namespace {

constexpr std::uint32_t live = 0x11fe11fe;
constexpr std::uint32_t dead = 0xdeaddead;
constexpr std::size_t granule = 16;
constexpr std::size_t small_limit = 1024;
constexpr std::size_t small_classes = small_limit / granule;
constexpr unsigned char fresh_pattern = 0xa5;

// Multiples of 16 up to 1 KiB, then powers of two.
std::size_t class_of(std::size_t size) noexcept {
  if (size <= small_limit) return size == 0 ? 0 : (size - 1) / granule;
  return small_classes + static_cast<std::size_t>(std::bit_width((size - 1) / small_limit)) - 1;
}

std::size_t bytes_of(std::size_t size_class) noexcept {
  if (size_class < small_classes) return (size_class + 1) * granule;
  return small_limit << (size_class - small_classes + 1);
}

}  // namespace

void heap::reserve(std::size_t bytes) {
  if (begin_ != nullptr) return;
  // A fixed address makes programs that hash or compare pointers repeat from one process to the next.
  void* const wanted = reinterpret_cast<void*>(std::uintptr_t{0x5e1a} << 32);
  void* p = mmap(wanted, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE,
                 -1, 0);
  if (p == MAP_FAILED)
    p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) throw std::bad_alloc();
  begin_ = next_ = static_cast<char*>(p);
  capacity_ = bytes;
}

void* heap::allocate(std::size_t size, std::size_t alignment) noexcept {
  static_assert(sizeof(header) == granule);
  if (size > capacity_) return nullptr;
  const std::size_t c = class_of(size);
  char* p = nullptr;
  if (alignment <= granule && free_[c] != nullptr) {
    p = static_cast<char*>(free_[c]);
    std::memcpy(&free_[c], p, sizeof(void*));
  } else {
    p = next_ + sizeof(header);
    const auto past = reinterpret_cast<std::uintptr_t>(p) % alignment;
    if (past != 0) p += alignment - past;
    if (p + bytes_of(c) > begin_ + capacity_) return nullptr;
    next_ = p + bytes_of(c);
  }
  auto* h = reinterpret_cast<header*>(p) - 1;
  *h = {live, static_cast<std::uint32_t>(c), size};
  live_bytes_ += size;
  std::memset(p, fresh_pattern, size);
  return p;
}

heap::freed heap::release(void* p) noexcept {
  auto* h = static_cast<header*>(p) - 1;
  if (reinterpret_cast<std::uintptr_t>(p) % granule != 0 || static_cast<char*>(p) < begin_ + sizeof(header)) return freed::unknown;
  if (h->state == dead) return freed::twice;
  if (h->state != live) return freed::unknown;
  h->state = dead;
  live_bytes_ -= h->size;
  std::memcpy(p, &free_[h->size_class], sizeof(void*));
  free_[h->size_class] = p;
  return freed::ok;
}

std::size_t heap::size_of(const void* p) const noexcept { return (static_cast<const header*>(p) - 1)->size; }

void heap::reset() noexcept {
  constexpr std::size_t keep = std::size_t{8} << 20;
  if (static_cast<std::size_t>(next_ - begin_) > keep) madvise(begin_ + keep, capacity_ - keep, MADV_DONTNEED);
  next_ = begin_;
  live_bytes_ = 0;
  std::memset(free_, 0, sizeof free_);
}

}  // namespace selvage::engine

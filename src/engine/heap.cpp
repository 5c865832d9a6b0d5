#include "src/engine/heap.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <cstring>
#include <new>

namespace selvage::engine {

constinit heap arena{std::uintptr_t{0x5e1a} << 32};

namespace {

constexpr std::uint8_t live = 0xb7;
constexpr std::uint8_t dead = 0xde;
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
  if (begin_ != nullptr || bytes == 0) return;
  // A fixed address makes programs that hash or compare pointers repeat from one process to the next.
  void* p = mmap(reinterpret_cast<void*>(wanted_), bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE,
                 -1, 0);
  if (p == MAP_FAILED)
    p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) throw std::bad_alloc();
  const std::size_t map_bytes = (bytes / granule + 63) / 64 * sizeof(std::uint64_t);
  void* map = mmap(nullptr, map_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (map == MAP_FAILED) throw std::bad_alloc();
  begins_ = static_cast<std::uint64_t*>(map);
  begin_ = next_ = static_cast<char*>(p);
  capacity_ = bytes;
  blocks_.reserve(std::size_t{1} << 16);
}

void* heap::allocate(std::size_t size, std::size_t alignment, allocator family) noexcept {
  static_assert(sizeof(header) == granule);
  if (size > capacity_) return nullptr;
  const std::size_t c = class_of(size);
  char* p = nullptr;
  const bool freed_before = alignment <= granule && free_[c] != nullptr;
  modes_differ_ = modes_differ_ || freed_before;
  if (freed_before && mode_ == heap_mode::reuse) {
    p = static_cast<char*>(free_[c]);
    std::memcpy(&free_[c], p, sizeof(void*));
  } else {
    p = next_ + sizeof(header);
    const auto past = reinterpret_cast<std::uintptr_t>(p) % alignment;
    if (past != 0) p += alignment - past;
    if (p + bytes_of(c) > begin_ + capacity_) return nullptr;
    next_ = p + bytes_of(c);
    blocks_.push_back(p);
    const auto g = static_cast<std::size_t>(p - begin_) / granule;
    begins_[g / 64] |= std::uint64_t{1} << g % 64;
  }
  at(p) = {.state = live,
           .family = family,
           .size_class = static_cast<std::uint16_t>(c),
           .event = 0,
           .size = size & 0xffff'ffff'ffffULL,
           .thread = no_thread};
  live_bytes_ += size;
  std::memset(p, fresh_pattern, size);
  return p;
}

heap::block_state heap::state_of(const void* p) const noexcept {
  // The header's mark alone could be the program's own bytes.
  if (!begins_at(p)) return block_state::none;
  return is_live(p) ? block_state::live : block_state::dead;
}

bool heap::begins_at(const void* p) const noexcept {
  const auto offset = reinterpret_cast<std::uintptr_t>(p) - reinterpret_cast<std::uintptr_t>(begin_);
  const std::size_t g = offset / granule;
  return contains(p) && offset % granule == 0 && (begins_[g / 64] >> g % 64 & 1U) != 0;
}

std::size_t heap::map_words() const noexcept { return static_cast<std::size_t>(next_ - begin_) / granule / 64 + 1; }

bool heap::is_live(const void* p) const noexcept { return at(p).state == live; }

void* heap::block_around(const void* p) const noexcept {
  const auto after = std::upper_bound(blocks_.begin(), blocks_.end(), static_cast<const char*>(p));
  if (after == blocks_.begin()) return nullptr;
  char* const block = *std::prev(after);
  return static_cast<const char*>(p) < block + bytes_of(at(block).size_class) ? block : nullptr;
}

void heap::release(void* p) noexcept {
  header& h = at(p);
  h.state = dead;
  live_bytes_ -= h.size;
  if (mode_ == heap_mode::reuse) std::memcpy(p, &free_[h.size_class], sizeof(void*));
  free_[h.size_class] = p;
}

void heap::retire(void* p) noexcept { at(p).state = dead; }

void heap::reset() noexcept {
  if (begins_ != nullptr) std::memset(begins_, 0, map_words() * sizeof(std::uint64_t));
  constexpr std::size_t keep = std::size_t{8} << 20;
  if (static_cast<std::size_t>(next_ - begin_) > keep) madvise(begin_ + keep, capacity_ - keep, MADV_DONTNEED);
  next_ = begin_;
  live_bytes_ = 0;
  std::memset(free_, 0, sizeof free_);
}

}  // namespace selvage::engine

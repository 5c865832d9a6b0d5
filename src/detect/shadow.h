#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/engine/thread.h"

namespace selvage::detect {

enum class access_kind : std::uint8_t { read, write, atomic_read, atomic_write, freed };

/// One access, as far as later ones have to be held against it.
struct access_record {
  std::uint32_t clock;  ///< of its thread
  std::uint32_t event;
  engine::thread_id thread;
  std::uint8_t mask;  ///< which bytes of the granule
  access_kind kind;
};

/// Eight bytes of memory: the accesses that are not dominated by later ones, and the atomic objects in them.
struct alignas(64) shadow_cell {
  static constexpr std::size_t inline_records = 4;

  std::uint32_t generation;  ///< of the execution it speaks of; anything else means empty
  std::uint32_t atomics;     ///< first of its atomic objects; 0 for none
  std::uint32_t more;        ///< first further record; 0 for none
  std::uint8_t count;        ///< of `records` in use
  bool freed;                ///< bytes of it belong to a block that was freed
  bool raced;                ///< a race was reported here
  std::array<access_record, inline_records> records;
};

/// A cell for every granule that was touched. Forgetting everything is O(1). Costs eight times the memory touched.
class shadow_memory {
 public:
  static constexpr std::uintptr_t granule_bytes = 8;

  shadow_memory();
  ~shadow_memory();
  shadow_memory(const shadow_memory&) = delete;
  shadow_memory& operator=(const shadow_memory&) = delete;

  /// The cell of the granule around `address`; its generation may be an older one.
  [[nodiscard]] shadow_cell& at(std::uintptr_t address) noexcept {
    const std::uintptr_t number = address / page_bytes;
    cached& c = cache_[number % cache_size];
    if (c.number != number) [[unlikely]]
      c = {number, find(number)};
    return c.cells[(address % page_bytes) / granule_bytes];
  }

  [[nodiscard]] std::uint32_t generation() const noexcept { return generation_; }
  void forget_all() noexcept;

 private:
  static constexpr std::uintptr_t page_bytes = 4096;
  static constexpr std::size_t cells_per_page = page_bytes / granule_bytes;
  static constexpr std::size_t cache_size = 512;
  // Past this many pages (128 MiB of cells) an execution's memory is given back after it.
  static constexpr std::size_t keep_pages = 4096;

  struct cached {
    std::uintptr_t number;
    shadow_cell* cells;
  };

  [[nodiscard]] shadow_cell* find(std::uintptr_t number) noexcept;
  void grow();
  void drop_pages() noexcept;

  std::array<cached, cache_size> cache_{};
  std::vector<cached> table_;  ///< open addressing; number 0 is free
  std::size_t pages_{};
  std::uint32_t generation_{1};
};

}  // namespace selvage::detect

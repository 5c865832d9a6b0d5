#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/engine/engine.h"

namespace selvage::engine {

/// A heap at a fixed address, with the same answers for the same calls.
class heap {
 public:
  /// Where `reserve` would have it.
  explicit constexpr heap(std::uintptr_t at) noexcept : wanted_(at) {}

  /// What is known about a block. `event` is the observer's.
  struct header {
    std::uint8_t state;
    allocator family;
    std::uint16_t size_class;
    std::uint32_t event;        ///< of the allocation
    std::uint64_t size : 48;    ///< asked for
    std::uint64_t thread : 16;  ///< that allocated it
  };

  /// Reserves the address range once; none for 0 bytes. Throws std::bad_alloc when the system refuses it.
  void reserve(std::size_t bytes);

  /// An execution begins. What the last one left can no longer be looked up.
  void begin(heap_mode mode) noexcept {
    mode_ = mode;
    modes_differ_ = false;
    blocks_.clear();
  }

  /// Null when the range is used up. New memory holds a fixed pattern, so that uninitialised reads repeat.
  [[nodiscard]] void* allocate(std::size_t size, std::size_t alignment = 16,
                               allocator family = allocator::malloc) noexcept;

  enum class block_state : std::uint8_t { live, dead, none };
  /// Whether a block begins at `p`. O(1).
  [[nodiscard]] block_state state_of(const void* p) const noexcept;

  /// `p` must be a block.
  [[nodiscard]] bool is_live(const void* p) const noexcept;

  /// `p` must be a live block.
  void release(void* p) noexcept;

  /// As `release`, but the memory is not given out again, and nothing is noted outside its header.
  void retire(void* p) noexcept;

  /// The size asked for. `p` must be a block.
  [[nodiscard]] std::size_t size_of(const void* p) const noexcept { return at(p).size; }

  /// `p` must be a block.
  [[nodiscard]] header& at(void* p) const noexcept { return *(static_cast<header*>(p) - 1); }
  [[nodiscard]] const header& at(const void* p) const noexcept { return *(static_cast<const header*>(p) - 1); }

  /// The block in whose bytes (those of its size class) `p` points, live or dead; null for none. O(log blocks). Works
  /// until the next execution begins.
  [[nodiscard]] void* block_around(const void* p) const noexcept;

  /// Every block of the execution, live or dead, by address.
  [[nodiscard]] const std::vector<char*>& blocks() const noexcept { return blocks_; }

  [[nodiscard]] bool contains(const void* p) const noexcept {
    return static_cast<const char*>(p) - begin_ < static_cast<std::ptrdiff_t>(capacity_) && p >= begin_;
  }

  /// In this execution, or the last one: a block was wanted where another of its size class had been freed, so that the
  /// other mode could have led elsewhere.
  [[nodiscard]] bool modes_differ() const noexcept { return modes_differ_; }

  [[nodiscard]] const void* begin() const noexcept { return begin_; }
  /// Every block given out since the last reset, with its header.
  [[nodiscard]] std::span<char> used() const noexcept { return {begin_, next_}; }
  [[nodiscard]] std::uint64_t live_bytes() const noexcept { return live_bytes_; }

  /// Forgets every block. O(1) but for giving back pages after a large execution.
  void reset() noexcept;

 private:
  static constexpr std::size_t class_count = 128;

  [[nodiscard]] bool begins_at(const void* p) const noexcept;
  /// The part of the map of beginnings that stands for the blocks given out.
  [[nodiscard]] std::size_t map_words() const noexcept;

  std::uintptr_t wanted_;
  std::uint64_t* begins_{};  ///< a bit for each granule: a block begins there
  char* begin_{};
  char* next_{};
  std::size_t capacity_{};
  std::uint64_t live_bytes_{};
  void* free_[class_count]{};  ///< in quarantine: not null where blocks were freed
  std::vector<char*> blocks_;
  heap_mode mode_{heap_mode::reuse};
  bool modes_differ_{};
};

/// The heap of controlled code, forgotten after each execution.
extern heap arena;

}  // namespace selvage::engine

#pragma once

#include <cstddef>
#include <cstdint>

namespace selvage::engine {

/// The heap of controlled code: a fixed address, the same answers for the same calls, forgotten after an execution.
class heap {
 public:
  /// Reserves the address range once. Throws std::bad_alloc when the system refuses it.
  void reserve(std::size_t bytes);

  /// Null when the range is used up. New memory holds a fixed pattern, so that uninitialised reads repeat.
  [[nodiscard]] void* allocate(std::size_t size, std::size_t alignment = 16) noexcept;

  enum class freed : std::uint8_t { ok, twice, unknown };
  freed release(void* p) noexcept;

  /// The size asked for. `p` must be a live block.
  [[nodiscard]] std::size_t size_of(const void* p) const noexcept;

  [[nodiscard]] bool contains(const void* p) const noexcept {
    return static_cast<const char*>(p) - begin_ < static_cast<std::ptrdiff_t>(capacity_) && p >= begin_;
  }

  [[nodiscard]] std::uint64_t live_bytes() const noexcept { return live_bytes_; }

  /// Forgets every block. O(1) but for giving back pages after a large execution.
  void reset() noexcept;

 private:
  struct header;
  static constexpr std::size_t class_count = 128;

  char* begin_{};
  char* next_{};
  std::size_t capacity_{};
  std::uint64_t live_bytes_{};
  void* free_[class_count]{};
};

extern heap arena;

}  // namespace selvage::engine

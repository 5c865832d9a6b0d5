#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace selvage::engine {

/// Blocks that nothing points to any more at the end of an execution. Roots are globals, what was allocated while
/// loading and the first thread's thread-local variables; every word of them and of what is reached counts as a
/// pointer, into a block too.
class lost_blocks {
 public:
  /// An execution begins.
  void begin() noexcept;

  /// The block in which `p` points is no loss, nor is what it points to.
  void allow(const void* p);
  /// The block at `p` is freed: another one that stands there is none that was allowed. O(1) when none is allowed.
  void freed(const void* p) noexcept;

  /// More words that count as pointers.
  void add_root(const char* begin, std::size_t size);
  /// The range was added; O(roots).
  void remove_root(const char* begin, std::size_t size) noexcept;

  /// Returns their bytes. O(1) when nothing is allocated.
  std::uint64_t search();

  /// Those that the last search found, by address.
  [[nodiscard]] std::span<char* const> found() const noexcept { return lost_; }

 private:
  void scan(const char* begin, const char* end);
  void reach(const void* block);

  std::vector<bool> reached_;  ///< by block
  std::vector<std::size_t> open_;
  std::vector<char*> lost_;
  std::vector<const void*> allowed_;
  std::vector<std::span<const char>> roots_;
};

/// Of the execution that ends.
extern lost_blocks lost;

}  // namespace selvage::engine

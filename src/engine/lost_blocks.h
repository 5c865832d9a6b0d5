#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace selvage::engine {

/// Blocks that nothing points to any more at the end of an execution. Roots are globals, what was allocated while
/// loading and the first thread's thread-local variables; every word of them and of what is reached counts as a
/// pointer, into a block too.
class lost_blocks {
 public:
  /// Returns their bytes. O(1) when nothing is allocated.
  std::uint64_t search();

  /// Those that the last search found, by address.
  [[nodiscard]] std::span<char* const> found() const noexcept { return lost_; }

 private:
  void scan(const char* begin, const char* end);

  std::vector<bool> reached_;  ///< by block
  std::vector<std::size_t> open_;
  std::vector<char*> lost_;
};

/// Of the execution that ends.
extern lost_blocks lost;

}  // namespace selvage::engine

#pragma once

#include <sys/uio.h>

#include <cstddef>

namespace selvage::engine {

/// Walks the memory that a program hands to read, writev and their kin, a part at a time. What it copies is seen by
/// the observer as plain accesses of the running thread.
class byte_cursor {
 public:
  /// `parts` must outlive the cursor.
  byte_cursor(const iovec* parts, std::size_t count) noexcept;

  [[nodiscard]] std::size_t left() const noexcept { return left_; }
  /// Copies the next bytes, and stays where it is. Nobody sees it. `size` must be at most `left`.
  void peek(char* to, std::size_t size) const noexcept;
  /// Copies the next bytes out of the program's memory. `size` must be at most `left`.
  void take(char* to, std::size_t size) noexcept;
  /// Copies into the program's memory; `size` must be at most `left`.
  void put(const char* from, std::size_t size) noexcept;

 private:
  template <class F>
  void walk(std::size_t size, F f) noexcept;

  const iovec* part_;
  std::size_t offset_{};  ///< in *part_
  std::size_t left_{};
};

}  // namespace selvage::engine

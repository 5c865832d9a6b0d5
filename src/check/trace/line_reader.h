#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace selvage::check {

/// The lines of a file of any length, one after another, in a buffer of bounded size. Not thread-safe.
class line_reader {
 public:
  /// Reads from `descriptor`, which stays the caller's. Behind each line at least `padding` bytes may be read.
  explicit line_reader(int descriptor, std::size_t longest = std::size_t{1} << 20, std::size_t padding = 64);

  /// The next line without its newline, valid until the next call; nothing at the end. Throws std::runtime_error, one
  /// sentence, when the file cannot be read or a line is longer than the longest.
  [[nodiscard]] std::optional<std::string_view> next();

  /// Of the line that `next` gave last, from 1.
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
  /// That line had no newline: it is the file's last, and may be cut short.
  [[nodiscard]] bool unterminated() const noexcept { return unterminated_; }

 private:
  bool fill();

  int descriptor_;
  std::size_t longest_;
  std::size_t padding_;
  std::vector<char> buffer_;
  std::size_t begin_{};
  std::size_t searched_{};
  std::size_t end_{};
  std::uint64_t number_{};
  bool unterminated_{};
};

}  // namespace selvage::check

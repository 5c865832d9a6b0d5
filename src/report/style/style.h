#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace selvage::report {

/// Whether output is coloured: only for terminals.
struct style {
  bool colour{};

  [[nodiscard]] std::string bad(std::string_view text) const { return paint("\033[31;1m", text); }
  [[nodiscard]] std::string good(std::string_view text) const { return paint("\033[32m", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return paint("\033[2m", text); }
  [[nodiscard]] std::string strong(std::string_view text) const { return paint("\033[1m", text); }

 private:
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const {
    if (!colour) return std::string(text);
    return std::string(code) + std::string(text) + "\033[0m";
  }
};

/// Colour when `descriptor` is a terminal and NO_COLOR is not set.
[[nodiscard]] style style_of(int descriptor);

/// The number of columns that a UTF-8 text without control characters takes, one a code point.
[[nodiscard]] std::size_t width_of(std::string_view text) noexcept;

/// `text` with spaces behind it up to `width` columns.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

/// 1234567 as "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t n);

}  // namespace selvage::report

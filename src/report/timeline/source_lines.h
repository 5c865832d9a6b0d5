#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace selvage::report {

/// The lines of source files, read when first asked for.
class source_lines {
 public:
  /// Line `number` (from 1) without its indentation; empty when the file is not there or has no such line.
  [[nodiscard]] std::string line(const std::string& file, std::uint32_t number);

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

/// What follows the last '/'.
[[nodiscard]] std::string_view base_name(std::string_view path) noexcept;

}  // namespace selvage::report

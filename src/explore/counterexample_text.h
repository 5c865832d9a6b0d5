#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace selvage::check {

inline constexpr unsigned counterexample_format = 1;

/// A file that is no whole counterexample of this version; `what()` is one sentence without the file's name.
class counterexample_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A counterexample file's fields between the first line and the checksum. A field is a line `name: value`, or a
/// block: lines indented by two columns under `name:`.
class fields {
 public:
  /// Checks the first line and the checksum. Throws counterexample_error.
  explicit fields(std::string_view text);

  [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
  /// A block's lines without their indentation. Each of these throws counterexample_error.
  [[nodiscard]] const std::string& text(const std::string& name) const;
  [[nodiscard]] std::uint64_t number(const std::string& name) const;
  [[nodiscard]] bool truth(const std::string& name) const;

 private:
  std::map<std::string, std::string> values_;
};

/// The first line, the fields as they are and the checksum.
[[nodiscard]] std::string sealed(std::string_view fields_text);

[[nodiscard]] std::string one_line(std::string text);
[[nodiscard]] std::string indented(std::string_view text);
[[nodiscard]] const char* yes_no(bool b);

/// FNV-1a, 64 bits, as 16 hexadecimal digits.
[[nodiscard]] std::string checksum(std::string_view text);

/// Writes a temporary file beside `file` and renames it, so that no half of it is ever there. Makes the directory.
/// Throws std::runtime_error, one sentence.
void write_whole(const std::filesystem::path& file, std::string_view text);

/// Throws counterexample_error, also when the file is far too large for a counterexample.
[[nodiscard]] std::string read_whole(const std::filesystem::path& file);

}  // namespace selvage::check

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/label.h"

namespace selvage::check {

inline constexpr std::size_t max_threads = 8;
inline constexpr std::size_t max_operations = 64;  ///< of one thread
inline constexpr std::size_t max_objects = 8;

/// One call that a thread makes.
struct program_operation {
  model::operation op{};
  std::uint8_t object_count{};
  std::array<std::uint8_t, model::max_label_objects> objects{};  ///< indices into `program::objects`
  std::int32_t timeout_ms{model::infinite};

  friend bool operator==(const program_operation&, const program_operation&) = default;
};

/// An object of a program and the name it has in text.
struct program_object {
  std::string name;
  model::object_spec spec;
  std::vector<program_operation> callback;  ///< what its callback does

  friend bool operator==(const program_object&, const program_object&) = default;
};

/// What a few threads do to a few objects: one list of operations a thread.
struct program {
  std::vector<program_object> objects;
  std::vector<std::vector<program_operation>> threads;

  [[nodiscard]] std::size_t operation_count() const noexcept;

  friend bool operator==(const program&, const program&) = default;
};

/// A text that is no program: `what()` begins with "line L, column C: ".
class program_error : public std::runtime_error {
 public:
  program_error(std::size_t line, std::size_t column, const std::string& message);

  [[nodiscard]] std::size_t line() const noexcept { return line_; }
  [[nodiscard]] std::size_t column() const noexcept { return column_; }

 private:
  std::size_t line_;
  std::size_t column_;
};

/// The name an operation has in programs, e.g. "wait_any".
[[nodiscard]] std::string_view operation_name(model::operation op) noexcept;

/// One item a line; `parse_program` gives back the same program.
[[nodiscard]] std::string to_text(const program& p);

/// The threads on one line, for messages: "wait(e0) || set(e0); reset(e0)".
[[nodiscard]] std::string to_short_text(const program& p);

/// One object without the word "object", e.g. "e0 manual-reset-event set".
[[nodiscard]] std::string object_text(const program& p, const program_object& o);

/// One call, e.g. "wait(e0, 10ms)".
[[nodiscard]] std::string to_text(const program& p, const program_operation& o);

/// Reads the form `to_text` writes. Empty lines and what follows '#' are ignored. Throws program_error.
[[nodiscard]] program parse_program(std::string_view text);

/// For each object the number of its component: objects that one operation uses together, or that are duplicates of
/// one another, share it.
[[nodiscard]] std::vector<std::uint8_t> components(const program& p);

}  // namespace selvage::check

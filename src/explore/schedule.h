#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "src/engine/engine.h"

namespace selvage::check {

/// One choice of a schedule: which thread (an index into `schedule::names`), or a number.
struct schedule_step {
  std::uint16_t value{};
  bool is_draw{};
  friend bool operator==(const schedule_step&, const schedule_step&) = default;
};

/// The choices of one execution by stable thread names, so that they mean the same in another process.
struct schedule {
  std::vector<std::string> names;  ///< spawn paths; the parent of a name stands before it
  std::vector<schedule_step> steps;

  /// The index of a name, added with its ancestors when it is not there.
  std::uint16_t name_index(std::string_view name);

  friend bool operator==(const schedule&, const schedule&) = default;
};

class schedule_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The choices of the engine's last execution, by name. Call it before the next run.
[[nodiscard]] schedule schedule_of(std::span<const engine::choice> choices);

/// How far its draws are from 0, which is what happens by itself: the newest value, the first waiter.
[[nodiscard]] std::uint64_t drawn(const schedule& s) noexcept;

/// Run-length-coded: "main*2 main.0*7 draw:1 main.1". Lines of at most `width` columns.
[[nodiscard]] std::string to_text(const schedule& s, std::size_t width = 100);

/// Throws schedule_error, one sentence that quotes the item.
[[nodiscard]] schedule parse_schedule(std::string_view text);

}  // namespace selvage::check

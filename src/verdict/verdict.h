#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace selvage::model {

/// What an execution showed.
enum class verdict : std::uint8_t {
  holds,
  lost_wakeup,
  wrong_result,
  unexpected_exception,
  missing_exception,
  double_release,
  missing_release,
  use_after_close,
  late_callback,
  missing_callback,
  data_race,
  use_after_free,
  double_free,
  leak,
  deadlock,
  livelock,
  misuse,
  leaked_thread,
  assertion,
  crash,
  nondeterminism,
};

/// The verdict's name as it is printed, e.g. "lost-wakeup".
[[nodiscard]] std::string_view name(verdict v) noexcept;

/// The verdict with that name.
[[nodiscard]] std::optional<verdict> verdict_named(std::string_view text) noexcept;

}  // namespace selvage::model

#pragma once

#include <span>
#include <string_view>

#include "src/check/program.h"

namespace selvage::check {

/// A program with a name.
struct scenario {
  std::string_view name;
  std::string_view summary;  ///< one line: what can go wrong here
  std::string_view text;     ///< the program
  bool interrupts{};         ///< explored with interruptions

  [[nodiscard]] program make() const { return parse_program(text); }
};

/// All scenarios, in the order in which `check` runs them.
[[nodiscard]] std::span<const scenario> scenarios() noexcept;

/// The scenario with that name, or null.
[[nodiscard]] const scenario* scenario_named(std::string_view name) noexcept;

// Those of one pattern, each in a file of its own.
[[nodiscard]] std::span<const scenario> apm_scenarios() noexcept;
[[nodiscard]] std::span<const scenario> event_based_scenarios() noexcept;
[[nodiscard]] std::span<const scenario> component_scenarios() noexcept;

}  // namespace selvage::check

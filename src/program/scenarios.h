#pragma once

#include <span>
#include <string_view>

#include "src/program/scenario.h"

namespace selvage::check {

/// All scenarios, in the order in which `check` runs them.
[[nodiscard]] std::span<const scenario> scenarios() noexcept;

/// The scenario with that name, a client's too (client_scenarios.h), or null.
[[nodiscard]] const scenario* scenario_named(std::string_view name) noexcept;

}  // namespace selvage::check

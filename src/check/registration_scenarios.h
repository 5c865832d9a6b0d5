#pragma once

#include <span>

#include "src/check/scenarios.h"

namespace selvage::check {

/// The scenarios of registered waits (spec/registrations.md).
[[nodiscard]] std::span<const scenario> registration_scenarios() noexcept;

}  // namespace selvage::check

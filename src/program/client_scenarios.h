#pragma once

#include <span>

#include "src/program/scenario.h"

namespace selvage::check {

/// Programs that are judged as clients are (spec/conformance.md): each on the weakest machine that its claim names.
/// They are not among `scenarios()`.
[[nodiscard]] std::span<const scenario> client_scenarios() noexcept;

}  // namespace selvage::check

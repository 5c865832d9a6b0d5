#pragma once

#include <cstddef>
#include <span>

#include "src/check/coverage.h"

namespace selvage::check {

/// True when the program has async results.
[[nodiscard]] bool has_async_results(const program& p) noexcept;

// As in coverage.h, of the program's async results alone.
[[nodiscard]] transition_set apm_transitions(const program& p, std::span<const model::label> history);
[[nodiscard]] transition_set apm_transitions(const program& p, std::size_t max_states);

}  // namespace selvage::check

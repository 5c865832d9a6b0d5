#pragma once

#include <cstddef>
#include <span>

#include "src/check/coverage.h"

namespace selvage::check {

/// True when the program has objects with asynchronous disposal.
[[nodiscard]] bool has_disposal(const program& p) noexcept;

// As in coverage.h, of those objects alone.
[[nodiscard]] transition_set disposal_transitions(const program& p, std::span<const model::label> history);
[[nodiscard]] transition_set disposal_transitions(const program& p, std::size_t max_states);

}  // namespace selvage::check

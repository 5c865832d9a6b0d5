#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "model/transition.h"

namespace selvage::fuzzing {

/// What a fuzzing engine sees of an input beside the target's own branches: a counter, 0 or 1, for each transition
/// of the model and for each number of a reads-from pair. libFuzzer (and whoever else reads
/// `__libfuzzer_extra_counters`) finds the counters by their section; for AFL++, which has no such counters,
/// `hand_over` adds them to its map. One a process, not thread-safe.
namespace feedback {

/// An input begins: every counter is 0.
void begin() noexcept;

void took(model::transition t) noexcept;

/// Where check::reads_from marks its pairs.
[[nodiscard]] std::span<std::uint8_t> pairs() noexcept;

/// The input has ended.
void hand_over() noexcept;

/// AFL++ runs this process.
[[nodiscard]] bool under_afl() noexcept;

}  // namespace feedback
}  // namespace selvage::fuzzing

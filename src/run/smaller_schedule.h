#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "src/engine/strategy.h"
#include "src/run/task.h"

namespace selvage::run {

/// One execution under the strategy. False when that has nothing left.
using run_function = std::function<bool(engine::strategy&, outcome&)>;

/// The execution with the fewest preemptions, then the fewest steps, that leaving out parts of `choices` leads to
/// with the verdict `wanted`. Nothing when `choices` itself does not show it. `executions` counts what it took, 2,000
/// at most. Deterministic.
[[nodiscard]] std::optional<outcome> smaller_schedule(const run_function& run, const check::schedule& choices,
                                                      model::verdict wanted, std::uint64_t& executions);

}  // namespace selvage::run

#pragma once

#include <cstdint>
#include <optional>

#include "src/run/task.h"

namespace selvage::run {

class explorer;

/// The execution with the fewest preemptions, then the fewest steps, that leaving out parts of `choices` leads to
/// with the verdict `wanted`. Nothing when `choices` itself does not show it. `executions` counts what it took, 2,000
/// at most. Deterministic.
[[nodiscard]] std::optional<outcome> smaller_schedule(explorer& e, const check::schedule& choices,
                                                      model::verdict wanted, std::uint64_t execution,
                                                      std::uint64_t& executions);

}  // namespace selvage::run

#pragma once

#include <span>

#include "model/label.h"
#include "src/conform/checker.h"

namespace selvage::conform {

/// How a history goes on that was cut while its threads were scheduled fairly.
enum class going_on {
  unknown,  ///< no two places in it are alike to the machines
  endless,  ///< what came between two places may come again for ever, and nobody is passed over by it
  starves,  ///< so it may, but a call could have returned all the time, and did not
};

/// Looks at the labels from `fair` on, from where scheduling was fair. `history` conforms; `c` is restarted.
/// O(labels), and O(labels in the cycle) looks at what the machines allow where a call is pending.
[[nodiscard]] going_on how_it_goes_on(checker& c, std::span<const model::label> history, std::size_t fair);

}  // namespace selvage::conform

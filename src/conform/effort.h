#pragma once

#include <cstddef>

namespace selvage::conform {

/// How many of the machine's states one step may look at to find all explanations of a history. Beyond that the checker
/// follows a single one, until it fails or all are asked for: a step that is needed again and again gets more.
struct effort {
  std::size_t states{128};  ///< 0: all explanations are looked for only when there is no single one
};

/// Without bound: for histories that do not end, whose single explanation would grow for ever.
inline constexpr effort every_effort{~std::size_t{}};

}  // namespace selvage::conform

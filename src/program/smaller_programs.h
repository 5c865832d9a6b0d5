#pragma once

#include <vector>

#include "src/program/program.h"

namespace selvage::check {

/// What one step makes of a program, the boldest first: without a thread, without an operation, without an object, with
/// two threads made one, without an object of a wait for several, with an event that begins unset, with a wait without
/// a timeout. Empty threads and unused objects are left out. Each is smaller than `p` in a well-founded order.
[[nodiscard]] std::vector<program> smaller_programs(const program& p);

}  // namespace selvage::check

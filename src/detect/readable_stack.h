#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "src/detect/symboliser.h"
#include "src/engine/finding.h"

namespace selvage::detect {

/// A stack of return addresses, innermost first, with names and inlined calls; without what the engine and the
/// interceptions contribute, and without what the standard library does to start a thread.
[[nodiscard]] std::vector<engine::frame> readable_stack(symboliser& names, std::span<const std::uintptr_t> stack);

}  // namespace selvage::detect

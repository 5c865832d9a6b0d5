#pragma once

#include <cstdint>
#include <span>

#include "src/conform/finding.h"
#include "src/conform/trail.h"

namespace selvage::conform {

/// What the refusal at the end of the trail is called, and the clause that a person would name.
/// `members` are the program's numbers of the machine's objects, for the text.
[[nodiscard]] finding explain(const trail& t, std::span<const std::uint8_t> members);

}  // namespace selvage::conform

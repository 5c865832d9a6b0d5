#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/engine/engine.h"
#include "src/explore/counterexample_text.h"
#include "src/explore/watching.h"

namespace selvage::check {

/// The field `points` of a file, empty where there are none; and what it says.
[[nodiscard]] std::string points_block(const watching& w);
[[nodiscard]] std::vector<std::string> points_of(const fields& f);

/// Throws counterexample_error for a text that names none.
[[nodiscard]] engine::heap_mode heap_mode_named(std::string_view text);

}  // namespace selvage::check

#pragma once

#include <string>
#include <string_view>

#include "src/explore/campaign_result.h"

namespace selvage::check {

/// A campaign's result in one line that ends in '\n', for the pipe between a worker and its parent.
[[nodiscard]] std::string to_line(const campaign_result& r);

/// Reads what `to_line` writes. Throws std::runtime_error for anything else.
[[nodiscard]] campaign_result parse_line(std::string_view line);

}  // namespace selvage::check

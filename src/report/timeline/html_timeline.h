#pragma once

#include <string>

#include "src/report/timeline/timeline.h"

namespace selvage::report {

/// An execution as one page that needs nothing else: no network, no other file. Reads the source files named in it,
/// where they are still there, for the line beside each step.
[[nodiscard]] std::string to_html(const timeline& t);

}  // namespace selvage::report

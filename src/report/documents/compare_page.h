#pragma once

#include <string>

#include "src/report/compare_table.h"

namespace selvage::report {

/// The table as one HTML page that needs nothing beside it, each counterexample in it. The same table gives the same
/// bytes.
[[nodiscard]] std::string to_html(const compare_table& t);

}  // namespace selvage::report

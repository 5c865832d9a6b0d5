#include "src/report/timeline/timeline.h"

#include <algorithm>

namespace selvage::report {

std::uint32_t timeline::failing_row() const noexcept {
  const auto at = std::ranges::find_if(rows, &row::failing);
  return at == rows.end() ? none : static_cast<std::uint32_t>(at - rows.begin());
}

}  // namespace selvage::report

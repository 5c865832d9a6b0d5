#include "src/report/trace_report.h"

namespace selvage::report {

conclusion concluded(const check::trace_result& r) noexcept {
  if (!r.violations.empty()) return conclusion::violated;
  return !r.error.empty() || r.unfinished != 0 || r.events == 0 ? conclusion::inconclusive : conclusion::holds;
}

}  // namespace selvage::report

#pragma once

#include <string>

#include "src/check/trace/check.h"
#include "src/report/check_report.h"
#include "src/report/style/style.h"

namespace selvage::report {

/// A recording that is wrong in some line says nothing, unless a violation came before.
[[nodiscard]] conclusion concluded(const check::trace_result& r) noexcept;

/// For people: every violation in full, then the sum. `file` as the command was given it. With `quiet` the violations
/// and nothing else.
[[nodiscard]] std::string to_text(const check::trace_result& r, const std::string& file, const style& look, bool quiet);

/// The JSON document.
[[nodiscard]] std::string to_json(const check::trace_result& r, const std::string& file);

}  // namespace selvage::report

#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/label.h"
#include "src/program/program.h"
#include "src/report/style/style.h"

namespace selvage::report {

/// A history as a table: one column a thread, time downwards. A quiescent moment is a rule across all columns. The
/// row at `refused`, where the history stops to conform, is marked; give `labels.size()` for none.
[[nodiscard]] std::string history_table(const check::program& p, std::span<const model::label> labels,
                                        std::size_t refused, const style& look);

}  // namespace selvage::report

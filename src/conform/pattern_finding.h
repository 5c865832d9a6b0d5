#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/pattern.h"
#include "src/conform/finding.h"

namespace selvage::conform {

/// What is known where the machine of a pattern refused a label.
struct refusal {
  model::label refused;                                ///< in the machine's numbering
  std::span<const std::uint8_t> members;               ///< the program's numbers of its objects
  std::vector<model::output> due{};                    ///< what any state could show
  std::vector<std::vector<model::output>> stable_due{}; ///< what each state without steps of its own had to show
  std::vector<std::string_view> why_pending{};         ///< by which clauses the thread's call could not end yet
  std::vector<std::string_view> why_refused{};         ///< by which clauses the label itself is forbidden
};

/// The refusal's verdict and the clause that a person would name:
/// - quiescence refused: what had to come did not: lost-wakeup for a pending call, missing-callback, missing-release;
/// - a return that differs from the one due: wrong-result, or an exception missing or unexpected, by the clause that
///   fixed the due one; a return where none is due: by the clause that keeps the call pending;
/// - a callback or release where none is due: late-callback, double-release.
[[nodiscard]] finding explain_refusal(const refusal& r);

}  // namespace selvage::conform

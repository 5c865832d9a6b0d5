#pragma once

#include <functional>
#include <span>
#include <string>

#include "src/check/suite.h"
#include "src/report/compare_table.h"

namespace selvage::report {

struct comparison_options {
  check::suite_options suite;       ///< its profile does not count: liberties are found out
  std::uint64_t executions{4'000};  ///< of each scenario
  std::uint64_t generated{60};      ///< programs
  std::uint64_t generated_executions{500};
  std::string out;  ///< where counterexamples go
  std::function<void(const check::shared_progress&)> tick;
};

/// Holds each subject to `strict` over the scenarios and generated programs that it can run. A violation that one
/// liberty explains is that liberty taken; the subject is then held to strict with the liberties it took, and what
/// is still refused is a violation, with a counterexample file.
[[nodiscard]] compare_table compare(std::span<const check::subject> subjects, const comparison_options& options);

}  // namespace selvage::report

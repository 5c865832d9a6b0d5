#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "src/check/suite/inference.h"
#include "src/check/suite/suite.h"
#include "src/report/compare_table.h"
#include "src/report/investigation.h"

namespace selvage::report {

struct comparison_options {
  check::suite_options suite;       ///< its profile does not count: liberties are found out
  std::uint64_t executions{4'000};  ///< of each scenario
  std::uint64_t generated{60};      ///< programs
  std::uint64_t generated_executions{500};
  std::vector<std::string> recordings;  ///< files to hold against the model too, behind the subjects
  std::string out;                      ///< where counterexamples go
  std::string date;                     ///< of the run, as the table shows it
  std::function<void(const check::shared_progress&)> tick;
};

/// The scenarios and generated programs that a subject can run.
[[nodiscard]] std::vector<check::suite_item> comparison_items(const check::subject& s, const comparison_options& o);

/// Makes a violation of `strict` small, in a child process, and writes its counterexample file. The engine must not
/// have run in this process.
[[nodiscard]] investigation investigate_into(const std::string& directory, const check::subject& s,
                                             const check::suite_item& item, const check::violation& v,
                                             const check::campaign_options& each);

/// Finds the smallest set of liberties under which each subject conforms to its items. What they excuse is a liberty
/// taken; what is refused all the same is a violation, with a counterexample file.
[[nodiscard]] compare_table compare(std::span<const check::subject> subjects, const comparison_options& options);

}  // namespace selvage::report

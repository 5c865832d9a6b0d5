#pragma once

#include <optional>
#include <string>

#include "src/report/check_report.h"
#include "src/report/style/style.h"
#include "src/report/timeline/timeline.h"
#include "src/run/counterexample.h"
#include "src/run/launch.h"
#include "src/run/task.h"

namespace selvage::report {

/// A violation, made small and run once more.
struct shown_violation {
  run::outcome shown;                      ///< its smallest execution
  std::uint64_t found_steps{};             ///< choices of the schedule that was found first
  run::printed output;                     ///< what that execution printed
  std::string not_repeated;                ///< why the shown execution could not be shown again; empty when it could
  std::string file;                        ///< the counterexample
  std::optional<record::recording> steps;  ///< of the shown execution, when they were asked for
};

/// All that one `run` has to say.
struct run_report : shown_violation {  // what it shows when `result` has a violation
  run::executable what;
  check::exploration how;
  run::answer result;
  std::string warning;              ///< of the detectors, with stacks; empty for none
  std::optional<run::answer> later;  ///< after a race: the executions with its places as scheduling points
  shown_violation led_to;           ///< when `later` has a violation

  [[nodiscard]] conclusion concluded() const noexcept;
};

/// The program and its arguments, with spaces between them.
[[nodiscard]] std::string command_line(const run::executable& e);

/// An execution by its number, from 1, or as the one that measures threads.
[[nodiscard]] std::string ordinal(std::uint64_t execution);

/// One violation in full, for people.
[[nodiscard]] std::string violation_text(const shown_violation& r, const style& look);

/// For people. With `quiet` the violation and nothing else.
[[nodiscard]] std::string to_text(const run_report& r, const style& look, bool quiet);

/// The shown execution as a picture; its steps must have been recorded.
[[nodiscard]] timeline timeline_of(const run_report& r);

/// The JSON document. The same for the same seed and the same program but for fields named `seconds`.
[[nodiscard]] std::string to_json(const run_report& r);

/// JUnit XML: one test case.
[[nodiscard]] std::string to_junit(const run_report& r);

}  // namespace selvage::report

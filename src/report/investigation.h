#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "src/check/suite/campaign.h"
#include "src/check/suite/counterexample.h"
#include "src/check/suite/minimise.h"
#include "src/report/style/style.h"
#include "src/report/timeline/picture.h"

namespace selvage::report {

/// A violation made small, with all that is to be said about it.
struct investigation {
  check::counterexample shown;  ///< its `history` is the table without colour
  std::vector<model::label> labels;
  std::size_t refused{};            ///< index into `labels`, or their number
  std::vector<std::string> states;  ///< the model's, where the history was refused
  std::string findings;  ///< what the detectors say, with stacks
  /// After a data race: how many of the later executions were run with its places as scheduling points, and what they
  /// show besides: one at most.
  std::uint64_t later_executions{};
  std::vector<investigation> led_to;
  std::uint64_t preemptions{};
  std::string file;              ///< where it was written; empty when it was not
  bool brief{};                  ///< of a kind already shown in full
  std::optional<picture> steps;  ///< when they were asked for
};

/// Which campaign found a violation.
struct finding_source {
  std::string subject;  ///< as `load_subject` takes it
  std::string profile;
  std::string origin;  ///< the scenario, or which generated program
  bool record{};       ///< every step too, for `timeline_of`
};

/// Makes a violation small and runs it once more for its history. Runs the engine in this process.
[[nodiscard]] investigation investigate(const check::subject& s, const check::program& p, const check::violation& v,
                                        const check::campaign_options& options, const finding_source& source,
                                        const check::minimiser_limits& limits = {});

/// The same in a child process, so that a subject that kills its process harms nothing: then the violation is given
/// back as it is. The engine must not have run in this process.
[[nodiscard]] investigation investigate_apart(const check::subject& s, const check::program& p,
                                              const check::violation& v, const check::campaign_options& options,
                                              const finding_source& source, const check::minimiser_limits& limits = {});

/// "SUBJECT-ORIGIN-VERDICT[-CLAUSE].txt" with every other character replaced.
[[nodiscard]] std::string file_name(const check::counterexample& c);

/// The execution as a picture; its steps must have been recorded.
[[nodiscard]] timeline timeline_of(const investigation& i);

/// Verdict, clause, program, schedule, history table, file and the command that replays it.
[[nodiscard]] std::string describe(const investigation& i, const style& look);

}  // namespace selvage::report

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "src/explore/exploration.h"
#include "src/explore/schedule.h"
#include "src/record/recording.h"
#include "src/verdict/verdict.h"

namespace selvage::run {

/// The environment variables through which a program learns that it is explored.
inline constexpr const char* task_variable = "SELVAGE_TASK";      ///< names a task's file; `selvage run` sets it
inline constexpr const char* replay_variable = "SELVAGE_REPLAY";  ///< names a counterexample's file

/// Of the texts below and of the counters' file, to be changed with them: the program may have been linked with the
/// library of another build.
inline constexpr int protocol = 3;

enum class task_kind { explore, replay, minimise };

/// What `selvage run` asks of the program's process.
struct task {
  task_kind kind{task_kind::explore};
  check::exploration how;
  std::uint64_t executions{};  ///< explore: those below this number; 0 for no limit
  std::uint64_t worker{};      ///< explore: whose counters are this process's
  std::uint64_t first{};       ///< explore: the executions first, first + slots, ...
  std::uint64_t slots{1};
  std::string search;      ///< explore: engine::strategy::saved, to go on from; empty to begin
  std::string state_file;  ///< explore: a checkpoint of the search, kept up to date; empty for none
  double seconds{};            ///< explore: 0 for no limit
  bool nonzero_is_failure{};
  bool exit_at_return{};  ///< the return of main ends the program as exit() does
  bool check_determinism{};
  std::string detect{"all"};  ///< which detectors watch: "all", "none", or some of `detector_names`, with commas
  bool isolate{};             ///< a process for every execution
  std::uint64_t execution{};  ///< replay, minimise: the number of the execution; its heap mode is in `how`
  check::schedule choices;    ///< replay, minimise
  model::verdict wanted{};    ///< minimise: the verdict to keep
  bool record{};              ///< replay: every step too
  std::string answer_file;
  std::string progress_file;
};

/// One execution, judged.
struct outcome {
  model::verdict verdict{model::verdict::holds};
  std::string detail;
  std::vector<std::string> stuck;  ///< who waits on what
  std::string findings;            ///< of replays: the detectors' reports, with stacks
  std::string unsupported;         ///< why the execution says nothing; empty when it does
  check::schedule choices;
  std::uint64_t execution{};  ///< from 0, or engine::profile_index
  engine::heap_mode heap{};
  std::vector<std::string> points;  ///< places of its races, as `check::watching` has them
  std::string warnings;             ///< of replays: as `findings`
  std::uint64_t steps{};
  std::uint64_t preemptions{};  ///< of replays
  std::string divergence;       ///< of replays: where the schedule no longer fitted
  int status{};                 ///< the program's
  bool ended{};                 ///< it came to an end by itself, with `status`
  bool died{};                  ///< it took its process with it, and its schedule
};

/// Code of the program's own without instrumentation.
struct unseen_code {
  std::string image;                 ///< a file's name
  std::vector<std::string> sources;  ///< the files in C++ of which it was made; empty: all of it
};

/// What the program's process says in the end.
struct answer {
  std::uint64_t executions{};
  std::uint64_t steps{};
  double seconds{};
  bool exhausted{};
  std::string achieved;
  std::string inconclusive;
  std::uint64_t ended_by{};  ///< the number of the execution that is violating or inconclusive
  std::vector<unseen_code> not_instrumented;  ///< explore: of worker 0
  std::string slow_switch;  ///< a sentence where switching threads is slow; explore: of worker 0
  std::optional<outcome> warned;     ///< the first execution with a warning
  std::optional<outcome> violation;  ///< or the replayed execution, whatever it showed
  std::optional<record::recording> steps_taken;  ///< of a replay that was to record them
};

/// The names that `task::detect` may hold, separated by spaces.
inline constexpr const char* detector_names = "races heap leaks locks wakeups";

[[nodiscard]] std::string to_json(const task& t);
[[nodiscard]] std::string to_json(const answer& a);
[[nodiscard]] std::string to_json(const outcome& o);
/// Each throws std::exception for a text that is none, or of another protocol.
[[nodiscard]] task task_from_json(const std::string& text);
/// Where to answer to a task of whatever protocol.
[[nodiscard]] std::string answer_file_of(const std::string& text);
[[nodiscard]] answer answer_from_json(const std::string& text);
[[nodiscard]] outcome outcome_from_json(const std::string& text);

}  // namespace selvage::run

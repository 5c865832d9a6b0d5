#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/profile.h"
#include "src/verdict/verdict.h"
#include "src/check/harness.h"
#include "src/check/program.h"
#include "src/check/schedule.h"
#include "src/check/subject_library.h"
#include "src/check/watching.h"
#include "src/engine/engine.h"

namespace selvage::check {

/// How a campaign explores.
struct exploration {
  std::string strategy{"portfolio"};
  std::uint64_t seed{1};
  unsigned preemption_bound{3};  ///< of the strategy `dfs`
  engine::settings engine;
  watching watched;

  /// "portfolio", or "portfolio, weak memory".
  [[nodiscard]] std::string words() const { return strategy + (engine.weak_memory ? ", weak memory" : ""); }

  friend bool operator==(const exploration& a, const exploration& b);
};

struct campaign_state;

struct campaign_options {
  exploration how;
  const model::profile* held_to{};   ///< null: strict
  std::uint64_t executions{10'000};  ///< 0: no limit
  double seconds{};                  ///< 0: no limit
  bool stop_at_first{true};
  std::optional<model::verdict> looking_for;      ///< stop at the first of these instead
  std::optional<std::string> looking_for_clause;  ///< and of this clause
  std::size_t covered_histories{};                ///< distinct histories looked at for `campaign_result::clauses`
  bool check_determinism{};                       ///< run each schedule twice and compare
  std::uint64_t slot{};                           ///< this campaign has the executions `slot`, `slot + slots`, ...
  std::uint64_t slots{1};
  const campaign_state* resume{};                   ///< go on from here
  std::function<void(const campaign_state&)> save;  ///< called about every second, and when the time is over
};

/// The first execution that showed one (verdict, clause).
struct violation {
  model::verdict verdict{};
  std::string clause;  ///< empty when the verdict is no clause's
  std::string text;    ///< the clause's sentence
  std::string detail;
  std::uint64_t execution{};  ///< from 0, or engine::profile_index
  schedule how;
  engine::heap_mode heap{};  ///< of that execution
  bool watched{};            ///< the detectors watched it

  /// As people count: from 1; 0 for the execution that measures threads before the first.
  [[nodiscard]] std::uint64_t number() const noexcept { return execution + 1; }
};

struct campaign_result {
  std::uint64_t executions{};
  std::uint64_t steps{};
  std::uint64_t labels{};
  std::uint64_t blocked{};            ///< executions that ended blocked, with the model's consent
  std::uint64_t endless{};            ///< executions that had no end, with the model's consent
  std::uint64_t distinct{};           ///< histories
  bool distinct_is_bound{};           ///< there may be more
  std::vector<std::uint64_t> hashes;  ///< of the distinct histories, ascending; empty when there are too many
  bool exhausted{};                   ///< the strategy had nothing left
  std::string achieved;               ///< what the strategy says it has covered; empty for nothing
  double seconds{};
  std::string inconclusive;           ///< why the campaign says nothing; empty when it does
  std::set<std::string> clauses;      ///< taken by the model in the histories looked at
  std::vector<violation> violations;  ///< in the order of their executions
  bool out_of_time{};                 ///< ended before its executions did
};

/// How far a campaign has come: enough to go on from there in another process.
struct campaign_state {
  campaign_result so_far;  ///< with the hashes of its histories
  std::uint64_t next{};    ///< the execution to go on with
  std::string search;      ///< engine::strategy::saved
};

/// What another process may read while a campaign runs.
struct progress_counters {
  std::atomic<std::uint64_t> executions{};
  std::atomic<std::uint64_t> violations{};
  std::atomic<std::uint64_t> program{};    ///< which of several programs, from 0
  std::atomic<std::uint64_t> execution{};  ///< about the one running
};

/// An exploration in which every execution has what that of `v` had: its heap, and its detectors or none.
[[nodiscard]] exploration as_in(exploration how, const violation& v);

/// Makes the strategy of an exploration. Throws std::invalid_argument, one sentence, for an unknown name.
[[nodiscard]] std::unique_ptr<engine::strategy> make_strategy(const exploration& how);

/// Explores one program. Throws subject_error when the subject lacks what it needs, std::invalid_argument for an
/// unknown strategy or a state to resume that is not one of the strategy.
[[nodiscard]] campaign_result run_campaign(const subject& s, const program& p, const campaign_options& options,
                                           progress_counters* progress = nullptr);

/// The last execution of `h` as a violation.
[[nodiscard]] violation violation_of(const harness& h, std::uint64_t execution);

}  // namespace selvage::check

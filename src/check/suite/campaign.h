#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/profile.h"
#include "src/check/play/harness.h"
#include "src/check/subject/subject.h"
#include "src/explore/campaign_result.h"
#include "src/explore/exploration.h"
#include "src/explore/progress_counters.h"
#include "src/program/program.h"
#include "src/verdict/verdict.h"

namespace selvage::check {

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

/// Explores one program. Throws subject_error when the subject lacks what it needs, std::invalid_argument for an
/// unknown strategy or a state to resume that is not one of the strategy.
[[nodiscard]] campaign_result run_campaign(const subject& s, const program& p, const campaign_options& options,
                                           progress_counters* progress = nullptr);

/// The last execution of `h` as a violation.
[[nodiscard]] violation violation_of(const harness& h, std::uint64_t execution);

}  // namespace selvage::check

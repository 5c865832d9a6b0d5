#pragma once

#include <cstdint>
#include <string>

#include "src/check/suite/campaign.h"
#include "src/program/program.h"

namespace selvage::check {

struct minimiser_limits {
  std::uint64_t executions_at_least{500};  ///< of a smaller program, before it is taken to hold
  std::uint64_t executions_at_most{10'000};
  std::uint64_t program_executions{400'000};  ///< for all smaller programs together
  std::uint64_t search_executions{4'000};     ///< of a search for fewer preemptions
  std::uint64_t schedule_executions{4'000};
  bool keep_clause{true};  ///< a step must show the same clause too, not only the same verdict
};

/// A violation made small.
struct minimised {
  program what;
  violation shown;  ///< with the short schedule; `execution` is the one of the campaign that found it
  exploration how;  ///< what found it
  std::uint64_t preemptions{};
  std::uint64_t executions{};  ///< that it took
};

/// Makes a violation small: first the program (threads, operations, objects, timeouts), then the schedule (fewest
/// preemptions, then shortest). Every step is run and kept only when it shows the same verdict (and clause, unless the
/// limits say otherwise). Deterministic.
/// A violation whose schedule does not show it again is given back as it is. Throws what run_campaign throws.
[[nodiscard]] minimised minimise(const subject& s, const program& p, const violation& v,
                                 const campaign_options& options, const minimiser_limits& limits = {});

}  // namespace selvage::check

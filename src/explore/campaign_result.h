#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "src/engine/engine.h"
#include "src/explore/exploration.h"
#include "src/explore/schedule.h"
#include "src/verdict/verdict.h"

namespace selvage::check {

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

/// An exploration in which every execution has what that of `v` had: its heap, and its detectors or none.
[[nodiscard]] exploration as_in(exploration how, const violation& v);

}  // namespace selvage::check

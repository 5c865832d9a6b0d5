#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "src/check/subject/subject.h"
#include "src/check/suite/campaign.h"
#include "src/explore/workers.h"
#include "src/program/program.h"

namespace selvage::check {

/// One program of a suite and its budget.
struct suite_item {
  std::string name;  ///< a scenario's, or which generated program
  program what;
  std::uint64_t executions{};  ///< 0: no limit
  double seconds{};            ///< 0: no limit
  bool interrupts{};           ///< also where the options do not ask for them
};

struct suite_options {
  campaign_options each;  ///< `executions`, `seconds`, `slot` and `slots` are the suite's to fill in
  unsigned jobs{1};       ///< worker processes; 0 runs everything in this process
  std::uint64_t shard{};  ///< of `shards`: the union over all shards is the whole suite
  std::uint64_t shards{1};
  std::filesystem::path checkpoint;  ///< go on from this file, and keep it up to date; empty: none
};

/// How an item's executions are run: as `each` says, within its budget, and with what its scenario asks for.
[[nodiscard]] campaign_options options_for(const suite_item& item, campaign_options each);

/// The scenarios `can` allows, each with the same budget.
[[nodiscard]] std::vector<suite_item> scenario_items(const capabilities& can, std::uint64_t executions);

/// Generated programs `first` to `first + count` of a seed.
[[nodiscard]] std::vector<suite_item> generated_items(const capabilities& can, std::uint64_t seed, std::uint64_t first,
                                                      std::uint64_t count, std::uint64_t executions);

/// Explores the programs one after another, each split among the workers by execution index. A worker that dies is
/// replaced, and its program has the verdict `crash`. Results are in the order of `items`; of each (verdict, clause)
/// the one with the lowest execution index is kept, so that the number of workers changes no violation.
/// With a checkpoint every worker keeps a file of its own (FILE, FILE.2, ...), and a suite that was cut off ends with
/// the results that it would have had in one piece, but for the seconds.
/// `tick` may be empty. Throws what run_campaign throws; checkpoint_error; std::runtime_error when workers cannot be
/// started.
[[nodiscard]] std::vector<campaign_result> run_suite(const subject& s, std::span<const suite_item> items,
                                                     const suite_options& options,
                                                     const std::function<void(const shared_progress&)>& tick);

}  // namespace selvage::check

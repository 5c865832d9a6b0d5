#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "src/run/launch.h"
#include "src/run/task.h"

namespace selvage::run {

/// Who explores, and how much of a campaign.
struct farm_options {
  unsigned jobs{1};       ///< processes of the program
  std::uint64_t shard{};  ///< of `shards`: the union over all shards is the whole campaign
  std::uint64_t shards{1};
  std::filesystem::path checkpoint;  ///< go on from this file, and keep it up to date; empty: none
};

/// Explores the program until something ends the campaign: the task's limits, or the first execution that violates or
/// says nothing. Each process has the executions of its turn; one that dies has its last execution end the campaign,
/// and the others do what comes before it. The answer is the same for every number of processes, but for the seconds,
/// and unless the time ends it; so is the checkpoint, from which any number may go on. Precondition: a strategy that
/// goes on from execution to execution has one job and one shard.
/// `tick` is called now and then with the executions done. Throws program_error, check::checkpoint_error.
[[nodiscard]] answer explore(const executable& what, const task& t, const farm_options& options,
                             const std::function<void(std::uint64_t executions)>& tick);

}  // namespace selvage::run

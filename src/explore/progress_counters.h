#pragma once

#include <atomic>
#include <cstdint>

namespace selvage::check {

/// What another process may read while a campaign runs.
struct progress_counters {
  std::atomic<std::uint64_t> executions{};
  std::atomic<std::uint64_t> violations{};
  std::atomic<std::uint64_t> program{};    ///< which of several programs, from 0
  std::atomic<std::uint64_t> execution{};  ///< about the one running
};

}  // namespace selvage::check

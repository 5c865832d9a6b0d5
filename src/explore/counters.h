#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>

namespace selvage::run {

/// An execution as people count, from 1; 0 for the one that measures threads before the first.
[[nodiscard]] constexpr std::uint64_t number_of(std::uint64_t execution) noexcept { return execution + 1; }

/// Greater than every execution's number.
inline constexpr std::uint64_t no_number = std::numeric_limits<std::uint64_t>::max();

/// What one worker tells of itself. It has the executions first, first + slots, ... of the campaign.
struct alignas(64) worker_counters {
  /// So many of its last executions can be told apart.
  static constexpr std::uint64_t window = std::uint64_t{1} << 15;

  std::uint64_t first;                                   ///< written by the command, before the worker starts
  std::atomic<std::uint64_t> executions;                 ///< done
  std::atomic<std::uint64_t> execution;                  ///< the one that runs
  std::atomic<std::uint64_t> begun;                      ///< grows while the worker shows signs of life
  std::array<std::atomic<std::uint64_t>, window> steps;  ///< up to and with its k-th execution, at k % window
};

struct totals {
  std::uint64_t executions{};
  std::uint64_t steps{};
};

/// How far the workers of a campaign are: in a file that the command and the workers map. Whatever the number of
/// workers, all executions before the one that ends the campaign are done, and `up_to` counts those and no others.
/// Thread-safe between processes; each worker's counters are written by that worker alone.
class counters {
 public:
  /// Makes the file. Throws std::runtime_error, one sentence, when it cannot.
  counters(const std::filesystem::path& file, std::uint64_t workers, std::uint64_t slots);
  /// Maps what another process made; an empty path: counters of one worker that nobody else sees. Throws
  /// std::runtime_error.
  explicit counters(const std::filesystem::path& file);
  ~counters();
  counters(const counters&) = delete;
  counters& operator=(const counters&) = delete;

  [[nodiscard]] std::uint64_t workers() const noexcept;
  [[nodiscard]] worker_counters& of(std::uint64_t worker) const noexcept;

  /// The campaign ends with the execution of that number, unless it ends before.
  void stop_at(std::uint64_t number) noexcept;
  /// Where it ends; `no_number` while nothing has ended it.
  [[nodiscard]] std::uint64_t stop() const noexcept;

  /// The worker has done its next execution.
  void done(worker_counters& w, std::uint64_t steps) noexcept;
  /// Another worker is so far behind `execution` that what it has yet to find could not be counted: wait for it.
  [[nodiscard]] bool too_far(std::uint64_t execution) noexcept;

  /// All executions of the campaign below this one are done.
  [[nodiscard]] std::uint64_t all_done_before() const noexcept;
  /// Of the executions up to and with that number; nothing when a worker has gone too far past it by now, which none
  /// does before all executions below it are done.
  [[nodiscard]] std::optional<totals> up_to(std::uint64_t number) const noexcept;
  /// Of all that is done. O(workers).
  [[nodiscard]] std::uint64_t executions() const noexcept;

 private:
  struct header;

  void map(int descriptor, std::size_t size, const std::filesystem::path& file);

  header* header_{};
  std::size_t size_{};
  std::uint64_t horizon_{};  ///< no worker was too far behind an execution below this
};

}  // namespace selvage::run

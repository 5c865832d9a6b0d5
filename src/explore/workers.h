#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "src/explore/progress_counters.h"

namespace selvage::check {

/// How a worker process ended, and what it gave.
struct worker_result {
  std::string output;
  int signal{};       ///< that killed it; 0 for none
  int status{};       ///< its exit status when no signal killed it
  std::string error;  ///< of an exception that left `work`

  [[nodiscard]] bool whole() const noexcept { return signal == 0 && status == 0; }
};

/// Counters in memory that this process shares with its workers.
class shared_progress {
 public:
  /// Throws std::bad_alloc.
  explicit shared_progress(std::size_t workers);
  ~shared_progress();
  shared_progress(const shared_progress&) = delete;
  shared_progress& operator=(const shared_progress&) = delete;

  [[nodiscard]] progress_counters& of(std::size_t worker) noexcept { return counters_[worker]; }
  [[nodiscard]] std::uint64_t executions() const noexcept;
  [[nodiscard]] std::uint64_t violations() const noexcept;

 private:
  progress_counters* counters_;
  std::size_t count_;
};

/// What a worker gives goes out at once, so that it survives the worker's death.
using worker_output = std::function<void(std::string_view)>;

/// Runs `work(i, write)` for every i below `count`, each in a process of its own, and collects what they write.
/// `tick` is called now and then, here. Workers die with this process. The engine must not have run in this process.
/// Throws std::runtime_error when a process cannot be started.
[[nodiscard]] std::vector<worker_result> run_workers(std::size_t count,
                                                     const std::function<void(std::size_t, const worker_output&)>& work,
                                                     const std::function<void()>& tick);

}  // namespace selvage::check

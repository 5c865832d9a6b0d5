#pragma once

#include <cstdint>
#include <vector>

#include "src/engine/strategy.h"

namespace selvage::strategy {

/// How many decisions each thread won in the profile execution. Threads are told apart by their spawn path, which
/// is the same in every execution.
class profile {
 public:
  /// Starts to measure.
  void measure();
  /// Starts an execution that uses the measurement.
  void follow();

  void spawned(engine::thread_id child, engine::thread_id parent);
  void picked(engine::thread_id t) {
    if (t >= threads_.size()) return;
    if (measuring_)
      ++totals_[threads_[t].path];
    else if (threads_[t].left > 1)
      --threads_[t].left;
  }

  /// What `t` and the threads it has yet to spawn have left; at least 1.
  [[nodiscard]] std::uint32_t left(engine::thread_id t) const { return t < threads_.size() ? threads_[t].left : 1; }

  /// Decisions of the whole profile execution; at least 1.
  [[nodiscard]] std::uint32_t length() const;

 private:
  struct path {
    std::size_t parent;
    std::uint32_t number;
  };
  struct thread {
    std::size_t path;
    std::uint32_t left;
    std::uint32_t children;
  };

  [[nodiscard]] std::size_t path_of(std::size_t parent, std::uint32_t number);
  [[nodiscard]] std::uint32_t with_descendants(std::size_t path) const;

  bool measuring_{};
  std::vector<path> paths_;            // known spawn paths
  std::vector<std::uint32_t> totals_;  // by path
  std::vector<thread> threads_;        // of the current execution, by thread id
};

}  // namespace selvage::strategy

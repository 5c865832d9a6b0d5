#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "src/engine/strategy.h"

namespace selvage::strategy {

/// How many steps each thread made in the profile execution, and how many decisions there were. A step is what lies
/// between two scheduling points. Threads are told apart by their spawn path, which is the same in every execution.
class profile {
 public:
  /// Starts to measure.
  void measure();
  /// Starts an execution that uses the measurement.
  void follow();

  void spawned(engine::thread_id child, engine::thread_id parent);

  /// The profile execution is at a decision.
  void decided(const engine::decision& d);

  /// A thread that passed so many scheduling points is at its end.
  void finished(engine::thread_id t, std::uint32_t points) {
    if (measuring_) steps_[threads_[t].path] = points + 1;
  }

  [[nodiscard]] bool measuring() const noexcept { return measuring_; }

  /// Steps that `t`, which passed so many points, and the threads it has yet to spawn have left; at least 1.
  [[nodiscard]] std::uint32_t left(engine::thread_id t, std::uint32_t points) const {
    const thread& known = threads_[t];
    const std::uint32_t steps = steps_[known.path];
    return (steps > points ? steps - points : 1) + known.unborn;
  }

  /// The number of a thread's spawn path, of which `steps` of `with_steps` are.
  [[nodiscard]] std::size_t path_of(engine::thread_id t) const { return threads_[t].path; }

  /// The same spawn paths with other numbers of steps, 0 for those behind the end of `steps`.
  [[nodiscard]] profile with_steps(std::vector<std::uint32_t> steps) const;

  /// Decisions of the profile execution; at least 1.
  [[nodiscard]] std::uint32_t decisions() const { return std::max(decisions_, 1U); }

 private:
  struct path {
    std::size_t parent;
    std::uint32_t number;
  };
  struct thread {
    std::size_t path;
    std::uint32_t unborn;  // steps of descendants that are not spawned yet
    std::uint32_t children;
  };

  [[nodiscard]] std::size_t path_of(std::size_t parent, std::uint32_t number);
  [[nodiscard]] std::uint32_t of_descendants(std::size_t path) const;

  bool measuring_{};
  std::uint32_t decisions_{};
  std::vector<path> paths_;           // known spawn paths, parents first
  std::vector<std::uint32_t> steps_;  // by path
  std::vector<thread> threads_;       // of the current execution, by thread id
};

}  // namespace selvage::strategy

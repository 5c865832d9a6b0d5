#pragma once

#include <vector>

#include "src/strategy/profile.h"
#include "src/strategy/random.h"

namespace selvage::strategy {

/// Probabilistic concurrency testing: random thread priorities, the highest enabled thread runs, and at d − 1 random
/// decisions the thread that would run falls below all others. Finds a bug of depth d among n threads and k steps
/// with probability at least 1 / (n · k^(d−1)).
/// (Burckhardt et al., "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.)
/// Deviations: d is 2, 3, 4, 5, 6 in turn; k is the profile execution's length and a fifth more; a yield demotes.
class pct final : public engine::strategy {
 public:
  explicit pct(std::uint64_t seed) noexcept : seed_(seed) {}

  bool begin(std::uint64_t index) override;
  [[nodiscard]] bool wants_profile() const override { return true; }
  engine::thread_id pick(const engine::decision& d) override;
  std::uint32_t draw(std::uint32_t bound) override { return random_.below(bound); }
  void spawned(engine::thread_id child, engine::thread_id parent) override;

  void finished(engine::thread_id t, std::uint32_t points) override { profile_.finished(t, points); }

  /// Another strategy schedules the profile execution.
  void measure(const engine::decision& d) { profile_.decided(d); }

 private:
  [[nodiscard]] engine::thread_id highest(const engine::decision& d) const;

  std::uint64_t seed_;
  random random_;
  profile profile_;
  std::vector<std::int64_t> priorities_;       // by thread; demoted ones are negative
  std::vector<std::uint32_t> change_points_;   // decisions, ascending
  std::size_t next_change_{};
  std::uint32_t decisions_{};
  std::int64_t lowest_{};
};

}  // namespace selvage::strategy

#pragma once

#include "src/strategy/profile.h"
#include "src/strategy/random.h"

namespace selvage::strategy {

/// Uniform random walk: an enabled thread is picked with probability proportional to the events it and its unborn
/// descendants have left, which makes every interleaving of threads that do not block equally likely.
/// (Zhao et al., "Selectively Uniform Concurrency Testing", ASPLOS 2025.)
/// Deviation: lengths come from one random execution, so they are estimates where control flow varies.
class urw final : public engine::strategy {
 public:
  explicit urw(std::uint64_t seed) noexcept : seed_(seed) {}

  bool begin(std::uint64_t index) override;
  [[nodiscard]] bool wants_profile() const override { return true; }
  engine::thread_id pick(const engine::decision& d) override;
  std::uint32_t draw(std::uint32_t bound) override { return random_.below(bound); }
  void spawned(engine::thread_id child, engine::thread_id parent) override { profile_.spawned(child, parent); }
  void finished(engine::thread_id t, std::uint32_t points) override { profile_.finished(t, points); }

 private:
  std::uint64_t seed_;
  random random_;
  profile profile_;
};

}  // namespace selvage::strategy

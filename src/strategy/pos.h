#pragma once

#include <vector>

#include "src/engine/strategy.h"
#include "src/strategy/random.h"

namespace selvage::strategy {

/// Partial order sampling: every pending operation has a random priority, the highest runs, and afterwards the
/// operations that race with it, and its thread's next one, draw anew.
/// (Yuan, Yang, Gu: "Partial Order Aware Concurrency Sampling", CAV 2018.)
/// Deviation: a thread that won many decisions in a row draws anew with all others, so that spin loops end.
class pos final : public engine::strategy {
 public:
  explicit pos(std::uint64_t seed) noexcept : seed_(seed) {}

  bool begin(std::uint64_t index) override;
  engine::thread_id pick(const engine::decision& d) override;
  std::uint32_t draw(std::uint32_t bound) override { return random_.below(bound); }

 private:
  struct slot {
    engine::pending_op op;
    std::uint32_t priority{};
    bool drawn{};
  };

  void redraw(engine::thread_id t, const engine::pending_op& op);

  std::uint64_t seed_;
  random random_;
  std::vector<slot> slots_;  // by thread
  engine::thread_id last_{engine::no_thread};
  engine::pending_op last_op_;
  unsigned in_a_row_{};
};

}  // namespace selvage::strategy

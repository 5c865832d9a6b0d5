#pragma once

#include "src/engine/strategy.h"
#include "src/strategy/random.h"

namespace selvage::strategy {

/// Every enabled thread is as likely as another, at every decision.
class random_walk final : public engine::strategy {
 public:
  explicit random_walk(std::uint64_t seed) noexcept : seed_(seed) {}

  bool begin(std::uint64_t index) override {
    random_ = random(seed_, index);
    return true;
  }
  engine::thread_id pick(const engine::decision& d) override {
    return d.enabled[random_.below(static_cast<std::uint32_t>(d.enabled.size()))];
  }
  std::uint32_t draw(std::uint32_t bound) override { return random_.below(bound); }

 private:
  std::uint64_t seed_;
  random random_;
};

}  // namespace selvage::strategy

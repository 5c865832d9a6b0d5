#pragma once

#include <array>

#include "src/strategy/pct.h"
#include "src/strategy/pos.h"
#include "src/strategy/random_walk.h"
#include "src/strategy/surw.h"
#include "src/strategy/urw.h"

namespace selvage::strategy {

/// Random walk, URW, POS, PCT and SURW in turn, one execution each: no single one of them is good at every bug.
/// (The idea of a rotating portfolio: Coyote, Deligiannis et al., TACAS 2023.)
class portfolio final : public engine::strategy {
 public:
  explicit portfolio(std::uint64_t seed) noexcept : random_(seed), urw_(seed + 1), pos_(seed + 2), pct_(seed + 3), surw_(seed + 4) {}

  bool begin(std::uint64_t index) override;
  [[nodiscard]] bool wants_profile() const override { return true; }
  engine::thread_id pick(const engine::decision& d) override;
  std::uint32_t draw(std::uint32_t bound) override { return current_->draw(bound); }
  void spawned(engine::thread_id child, engine::thread_id parent) override;
  void finished(engine::thread_id t, std::uint32_t points) override {
    current_->finished(t, points);
    if (!profiling_) return;
    pct_.finished(t, points);
    surw_.finished(t, points);
  }
  void end() override {
    current_->end();
    if (profiling_) surw_.end();
  }

 private:
  random_walk random_;
  urw urw_;
  pos pos_;
  pct pct_;
  surw surw_;
  std::array<engine::strategy*, 5> members_{&random_, &urw_, &pos_, &pct_, &surw_};
  engine::strategy* current_{&random_};
  bool profiling_{};
};

}  // namespace selvage::strategy

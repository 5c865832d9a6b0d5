#pragma once

#include <optional>
#include <vector>

#include "src/engine/engine.h"

namespace selvage::strategy {

/// Makes recorded choices again. Where the execution no longer fits (the thread cannot run there, or the record is
/// at its end) it goes on without preemptions and says at which choice it left the record.
class replay final : public engine::strategy {
 public:
  explicit replay(std::vector<engine::choice> choices) : choices_(std::move(choices)) {}

  bool begin(std::uint64_t index) override;
  engine::thread_id pick(const engine::decision& d) override;
  std::uint32_t draw(std::uint32_t bound) override;

  /// The first choice, from 0, that could not be made; none while the record fits. Choices after the record's end
  /// count as not fitting, and so do choices left over (after `end`).
  [[nodiscard]] std::optional<std::size_t> diverged() const noexcept { return diverged_; }
  void end() override;
  [[nodiscard]] bool decides_all() const override { return !diverged_; }

 private:
  [[nodiscard]] const engine::choice* next(bool draw);
  void diverge() {
    if (!diverged_) diverged_ = at_;
  }

  std::vector<engine::choice> choices_;
  std::size_t at_{};
  std::optional<std::size_t> diverged_;
};

}  // namespace selvage::strategy

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "src/engine/strategy.h"
#include "src/explore/schedule.h"

namespace selvage::check {

/// What a replay does with a schedule's choice that cannot be made.
enum class mismatch {
  report,  ///< remember where, then go on without the schedule
  skip,    ///< leave it out: the schedule is a suggestion (minimiser)
};

/// Replays a schedule. Where it has nothing to say any more, the running thread goes on until it blocks, then the
/// thread that came first does. Does not allocate while it replays.
class replay_strategy final : public engine::strategy {
 public:
  replay_strategy(const schedule& s, mismatch mode);

  /// The next executions follow `s` instead.
  void assign(const schedule& s);

  bool begin(std::uint64_t index) override;
  engine::thread_id pick(const engine::decision& d) override;
  std::uint32_t draw(std::uint32_t bound) override;
  void spawned(engine::thread_id child, engine::thread_id parent) override;

  /// Where the last execution left the schedule: the number of the first choice that could not be made.
  [[nodiscard]] std::optional<std::size_t> diverged_at() const noexcept { return diverged_; }
  /// True when the last execution came to the schedule's end.
  [[nodiscard]] bool used_up() const noexcept { return at_ >= schedule_.steps.size(); }
  /// A sentence about `diverged_at`.
  [[nodiscard]] std::string divergence() const;
  /// How often the last execution took the processor from a thread that could have gone on.
  [[nodiscard]] std::uint64_t preemptions() const noexcept { return preemptions_; }

 private:
  static constexpr std::size_t max_known_threads = 1024;
  static constexpr std::uint16_t unnamed = 0xffff;

  struct path {
    std::uint16_t parent{unnamed};
    std::uint32_t ordinal{};
  };

  [[nodiscard]] engine::thread_id scheduled(const engine::decision& d);
  [[nodiscard]] engine::thread_id fallback(const engine::decision& d) const;

  schedule schedule_;
  mismatch mode_;
  std::vector<path> paths_;                                  ///< of schedule_.names
  std::array<std::uint16_t, max_known_threads> name_of_{};   ///< by thread id
  std::array<std::uint32_t, max_known_threads> children_{};  ///< spawned so far, by thread id
  std::size_t at_{};
  std::optional<std::size_t> diverged_;
  std::uint64_t preemptions_{};
};

}  // namespace selvage::check

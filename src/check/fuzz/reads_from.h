#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <span>

#include "src/check/play/harness.h"
#include "src/engine/observer.h"

namespace selvage::check {

/// Sees which access read what another thread wrote, and remembers the pairs that were never seen before (reads-from
/// feedback: Wolff et al., "Greybox Fuzzing for Concurrency Testing", ASPLOS 2024; taken here over places that are the
/// same in every program: the operation that a client was in, and how far it was).
class reads_from final : public engine::observer {
 public:
  /// The executions to come are those of `h`, which must outlive them.
  void look_at(const harness& h) noexcept { harness_ = &h; }

  void begins() noexcept override;
  void acquired(engine::kernel_object& o, engine::hold how) noexcept override;
  void released(engine::kernel_object& o, engine::hold how) noexcept override;
  void atomic(engine::op_kind k, const void* a, std::size_t size, int order) noexcept override;

  /// Every pair that an execution shows from here on sets the byte at its number modulo the size to 1. The bytes must
  /// outlive the executions. Empty for none.
  void mark_in(std::span<std::uint8_t> bytes) noexcept { marks_ = bytes; }

  /// Pairs seen so far; a few may share a number and count as one.
  [[nodiscard]] std::size_t pairs() const noexcept { return count_; }
  /// True when the executions since the last call showed a new one.
  [[nodiscard]] bool take_news() noexcept;

 private:
  using place = std::uint16_t;
  static constexpr std::size_t cells = 1024;
  static constexpr std::size_t numbers = std::size_t{1} << 16;
  static constexpr unsigned furthest = 4;  ///< accesses of one call that are told apart

  struct cell {
    const void* object{};
    std::uint32_t execution{};
    place writer{};
    engine::thread_id by{};
  };

  [[nodiscard]] place here() noexcept;
  void read(const void* object, place at) noexcept;
  void written(const void* object, place at) noexcept;

  const harness* harness_{};
  std::array<cell, cells> last_{};  ///< by address; another address may take a cell over
  std::array<harness::activity, 64> doing_{};
  std::array<unsigned, 64> accesses_{};  ///< of the thread's current call
  std::bitset<numbers> seen_;
  std::span<std::uint8_t> marks_;
  std::size_t count_{};
  std::uint32_t execution_{};
  bool news_{};
};

}  // namespace selvage::check

#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace selvage::detect {

/// Takes the running thread's stack at events of an execution that were named before it.
class stack_capture {
 public:
  static constexpr std::uint32_t never = ~std::uint32_t{0};

  /// The events of the next execution, in any order; none to switch capturing off.
  void want(std::vector<std::uint32_t> events);

  void begin() noexcept;

  /// The next event to capture at; `never` when there is none.
  [[nodiscard]] std::uint32_t next() const noexcept { return next_; }
  void take();

  /// Return addresses, innermost first, at that event of the last execution; empty when it was not captured.
  [[nodiscard]] std::span<const std::uintptr_t> at(std::uint32_t event) const noexcept;

 private:
  std::vector<std::uint32_t> events_;  ///< ascending
  std::vector<std::vector<std::uintptr_t>> stacks_;
  std::size_t taken_{};
  std::uint32_t next_{never};
};

}  // namespace selvage::detect

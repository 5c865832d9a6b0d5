#pragma once

#include <atomic>

namespace selvage::check {

/// Lets callbacks in until it is shut, and then tells when the last one has left: only after that may the objects go
/// that callbacks use. A history cannot tell, as a callback is on its way before its first label.
///
/// Orders only what was done inside before what follows `empty`; callbacks stay unordered among one another.
class callback_gate {
 public:
  /// From any thread; whoever gets true owes a `leave`.
  [[nodiscard]] bool enter() noexcept {
    if ((state_.fetch_add(1, std::memory_order_relaxed) & shut_bit) == 0) return true;
    leave();
    return false;
  }
  void leave() noexcept { state_.fetch_sub(1, std::memory_order_release); }

  void shut() noexcept { state_.fetch_or(shut_bit, std::memory_order_relaxed); }
  [[nodiscard]] bool is_shut() const noexcept { return (state_.load(std::memory_order_relaxed) & shut_bit) != 0; }

  /// Whether nobody is inside.
  [[nodiscard]] bool empty() const noexcept { return (state_.load(std::memory_order_acquire) & ~shut_bit) == 0; }

  /// Only when nobody can be on their way.
  void open() noexcept { state_.store(0, std::memory_order_relaxed); }

 private:
  static constexpr unsigned shut_bit = 1U << 31;
  std::atomic<unsigned> state_{0};
};

}  // namespace selvage::check

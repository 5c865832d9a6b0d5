#pragma once

#include <thread>

namespace selvage::async::detail {

/// Whether it pays for this thread to look again for a while before it sleeps. A thread begins to after several waits
/// that slept, and leaves off for the next few when looking was in vain: so a hand-over between two running threads
/// costs no system call, and a long wait costs next to nothing.
class spin_habit {
 public:
  [[nodiscard]] static bool worthwhile() noexcept;
  static void slept() noexcept;
  static void in_vain() noexcept;
};

/// Calls `done` again and again for some microseconds, until it returns true. Returns whether it did. Mostly it
/// yields: where both threads share a processor, nothing else lets the other one come.
template <class Condition>
bool spin_until(Condition done) noexcept {
  constexpr int pauses = 4;
  constexpr int yields = 40;
  for (int i = 0; i < pauses + yields; ++i) {
    if (done()) return true;
    if (i < pauses) {
      __builtin_ia32_pause();
    } else {
      std::this_thread::yield();
    }
  }
  return false;
}

/// Looks, where that pays, whether `done` becomes true before it is worth sleeping. Returns false when the thread
/// should sleep now.
template <class Condition>
bool comes_soon(Condition done) noexcept {
  if (!spin_habit::worthwhile()) {
    spin_habit::slept();
    return false;
  }
  const bool soon = spin_until(done);
  if (!soon) spin_habit::in_vain();
  return soon;
}

}  // namespace selvage::async::detail

#pragma once

#include <cerrno>
#include <concepts>

#include "src/engine/descriptor_table.h"
#include "src/intercept/control.h"

namespace selvage::intercept {

/// The running thread is controlled, and `number` is for simulated descriptors.
[[nodiscard]] inline bool simulated(int number) noexcept {
  return rt.in_control() && engine::descriptors.known(number);
}

/// A system call's result as libc gives it.
template <std::signed_integral T>
T with_errno(T result) noexcept {
  if (result >= 0) return result;
  errno = static_cast<int>(-result);
  return -1;
}

/// Runs `f`, a simulated system call, on the engine's side and gives its result as libc does.
template <class F>
auto simulate(F f) {
  decltype(f()) result{};
  {
    const control c;
    result = f();
  }
  return with_errno(result);
}

/// Ends the execution when controlled code is about to block in the system: one OS thread runs all threads. `events`
/// are those of poll that `function` waits for.
void must_not_block(int number, short events, const char* function) noexcept;

}  // namespace selvage::intercept

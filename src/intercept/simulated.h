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

/// Runs `f`, a simulated system call, on the engine's side and gives its result as libc does. Inlined, so that the
/// interception's caller is the one who calls.
template <class F>
[[gnu::always_inline]] inline auto simulate(F f) {
  decltype(f()) result{};
  {
    const control c;
    engine::descriptors.called_from(__builtin_return_address(0));
    result = f();
  }
  return with_errno(result);
}

/// Ends the execution when controlled code is about to block in the system: one OS thread runs all threads. `events`
/// are those of poll that `function` waits for.
void must_not_block(int number, short events, const char* function) noexcept;

}  // namespace selvage::intercept

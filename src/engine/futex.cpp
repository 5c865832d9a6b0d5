#include <cerrno>

#include "src/engine/sync.h"

namespace selvage::engine::sync {

int futex_wait(kernel_object& futex, int expected, std::int64_t deadline) noexcept {
  rt.point(op_kind::futex_wait, futex.address, sizeof(int));
  if (*static_cast<const volatile int*>(futex.address) != expected) return EAGAIN;
  switch (rt.block(op_kind::futex_wait, futex.address, &futex.waiting, &futex, deadline)) {
    case wake_reason::timed_out: return ETIMEDOUT;
    case wake_reason::interrupted: return EINTR;
    case wake_reason::none:
    case wake_reason::granted: break;
  }
  return 0;
}

int futex_wake(kernel_object& futex, unsigned most) noexcept {
  rt.point(op_kind::futex_wake, futex.address, sizeof(int));
  if (rt.watch != nullptr) [[unlikely]] rt.watch->notifies(futex, futex.waiting.size());
  int woken = 0;
  for (std::uint32_t waiters = futex.waiting.size(); waiters != 0 && most != 0; --waiters, --most, ++woken) {
    // Waking all leaves no choice.
    const std::uint32_t which = most >= waiters ? 0 : rt.draw(waiters);
    rt.wake(*futex.waiting.at(which), wake_reason::granted);
  }
  return woken;
}

}  // namespace selvage::engine::sync

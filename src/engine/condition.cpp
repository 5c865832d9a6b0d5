#include "src/engine/sync.h"

namespace selvage::engine::sync {

int signal(kernel_object& condition) noexcept {
  rt.point(op_kind::cond_signal, condition.address);
  // POSIX does not say which waiter wakes.
  const std::uint32_t waiters = condition.waiting.size();
  if (rt.watch != nullptr) [[unlikely]] rt.watch->notifies(condition, waiters);
  if (waiters != 0) rt.wake(*condition.waiting.at(rt.draw(waiters)), wake_reason::granted);
  return 0;
}

int broadcast(kernel_object& condition) noexcept {
  rt.point(op_kind::cond_broadcast, condition.address);
  if (rt.watch != nullptr) [[unlikely]] rt.watch->notifies(condition, condition.waiting.size());
  while (!condition.waiting.empty()) rt.wake(*condition.waiting.head, wake_reason::granted);
  return 0;
}

}  // namespace selvage::engine::sync

#include <cerrno>
#include <climits>

#include "src/engine/sync.h"

namespace selvage::engine::sync {

int sem_wait(kernel_object& semaphore, bool attempt, std::int64_t deadline) noexcept {
  if (attempt) {
    rt.point(op_kind::sem_wait, semaphore.address);
    if (semaphore.count == 0) return EAGAIN;
  } else {
    switch (rt.lock_point(op_kind::sem_wait, semaphore, semaphore.waiting, semaphore.count != 0, deadline)) {
      case wake_reason::timed_out: return ETIMEDOUT;
      case wake_reason::interrupted: return EINTR;
      case wake_reason::none:
      case wake_reason::granted: break;
    }
  }
  if (--semaphore.count == 0)
    for (thread* t = semaphore.waiting.head; t != nullptr; t = t->next) rt.disable(*t, &semaphore);
  if (rt.watch != nullptr) [[unlikely]] rt.watch->acquired(semaphore, hold::token);
  return 0;
}

int sem_post(kernel_object& semaphore) noexcept {
  rt.point(op_kind::sem_post, semaphore.address);
  if (semaphore.count == SEM_VALUE_MAX) return EOVERFLOW;
  if (rt.watch != nullptr) [[unlikely]] rt.watch->released(semaphore, hold::token);
  ++semaphore.count;
  for (thread* t = semaphore.waiting.head; t != nullptr; t = t->next) rt.enable(*t);
  return 0;
}

}  // namespace selvage::engine::sync

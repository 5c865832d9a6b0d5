#include <cerrno>

#include "src/engine/scheduling.h"
#include "src/engine/sync.h"

namespace selvage::engine::sync {
namespace {

void take(kernel_object& mutex) noexcept {
  mutex.owner = rt.current->id;
  mutex.depth = 1;
  for (thread* t = mutex.waiting.head; t != nullptr; t = t->next) rt.disable(*t, &mutex);
  if (rt.watch != nullptr) [[unlikely]] rt.watch->acquired(mutex, hold::exclusive);
}

void give_up(kernel_object& mutex) noexcept {
  if (rt.watch != nullptr) [[unlikely]] rt.watch->released(mutex, hold::exclusive);
  mutex.owner = no_thread;
  mutex.depth = 0;
  for (thread* t = mutex.waiting.head; t != nullptr; t = t->next) rt.enable(*t);
}

}  // namespace

int lock(kernel_object& mutex, mutex_type type, std::int64_t deadline) noexcept {
  if (mutex.owner == rt.current->id) {
    if (type == mutex_type::recursive) {
      ++mutex.depth;
      return 0;
    }
    if (type == mutex_type::error_checking) return EDEADLK;
  }
  if (rt.lock_point_here(op_kind::mutex_lock, mutex, mutex.waiting, mutex.owner == no_thread, deadline) !=
      wake_reason::granted)
    return ETIMEDOUT;
  take(mutex);
  return 0;
}

int try_lock(kernel_object& mutex, mutex_type type) noexcept {
  rt.point(op_kind::mutex_trylock, mutex.address);
  if (mutex.owner == rt.current->id && type == mutex_type::recursive) {
    ++mutex.depth;
    return 0;
  }
  if (mutex.owner != no_thread) return EBUSY;
  take(mutex);
  return 0;
}

int unlock(kernel_object& mutex, mutex_type type) noexcept {
  rt.point_here(op_kind::mutex_unlock, mutex.address);
  if (mutex.owner != rt.current->id) {
    if (type != mutex_type::normal) return EPERM;
    rt.stop(ending::misuse, rt.thread_name(rt.current->id) + " unlocks " + rt.describe(mutex) +
                                (mutex.owner == no_thread ? ", which nobody holds" : ", not by it"));
  }
  if (--mutex.depth == 0) give_up(mutex);
  return 0;
}

int wait(kernel_object& condition, kernel_object& mutex, std::int64_t deadline) noexcept {
  thread& t = *rt.current;
  rt.point(op_kind::cond_wait, condition.address);
  if (mutex.owner != t.id)
    rt.stop(ending::misuse, rt.thread_name(t.id) + " waits on " + rt.describe(condition) + " without holding " +
                                rt.describe(mutex));
  if (!condition.waiting.empty() && condition.partner != &mutex)
    rt.stop(ending::misuse, rt.thread_name(t.id) + " waits on " + rt.describe(condition) + " with " + rt.describe(mutex) +
                                ", while others wait on it with another mutex");
  condition.partner = &mutex;
  const std::uint32_t depth = mutex.depth;
  give_up(mutex);
  t.relock = &mutex;
  const wake_reason why = rt.block_here(op_kind::cond_wait, condition.address, &condition.waiting, &condition, deadline);
  // `wake` put the thread in the mutex's queue, and it was picked because the mutex is free.
  mutex.waiting.remove(t);
  take(mutex);
  mutex.depth = depth;
  return why == wake_reason::timed_out ? ETIMEDOUT : 0;
}

}  // namespace selvage::engine::sync

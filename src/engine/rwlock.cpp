#include <cerrno>

#include "src/engine/sync.h"

namespace selvage::engine::sync {
namespace {

void enable_all(const wait_queue& queue) noexcept {
  for (thread* t = queue.head; t != nullptr; t = t->next) rt.enable(*t);
}

void disable_all(const wait_queue& queue, kernel_object& on) noexcept {
  for (thread* t = queue.head; t != nullptr; t = t->next) rt.disable(*t, &on);
}

}  // namespace

int read_lock(kernel_object& rwlock, bool attempt, std::int64_t deadline) noexcept {
  if (attempt) {
    rt.point(op_kind::rwlock_read, rwlock.address);
    if (rwlock.owner != no_thread) return EBUSY;
  } else {
    if (rwlock.owner == rt.current->id) return EDEADLK;
    if (rt.lock_point(op_kind::rwlock_read, rwlock, rwlock.waiting, rwlock.owner == no_thread, deadline) !=
        wake_reason::granted)
      return ETIMEDOUT;
  }
  ++rwlock.count;
  disable_all(rwlock.writers, rwlock);
  if (rt.watch != nullptr) [[unlikely]] rt.watch->acquired(rwlock, hold::shared);
  return 0;
}

int write_lock(kernel_object& rwlock, bool attempt, std::int64_t deadline) noexcept {
  if (attempt) {
    rt.point(op_kind::rwlock_write, rwlock.address);
    if (rwlock.owner != no_thread || rwlock.count != 0) return EBUSY;
  } else {
    if (rwlock.owner == rt.current->id) return EDEADLK;
    const bool free = rwlock.owner == no_thread && rwlock.count == 0;
    if (rt.lock_point(op_kind::rwlock_write, rwlock, rwlock.writers, free, deadline) != wake_reason::granted)
      return ETIMEDOUT;
  }
  rwlock.owner = rt.current->id;
  disable_all(rwlock.waiting, rwlock);
  disable_all(rwlock.writers, rwlock);
  if (rt.watch != nullptr) [[unlikely]] rt.watch->acquired(rwlock, hold::exclusive);
  return 0;
}

int unlock_rw(kernel_object& rwlock) noexcept {
  rt.point(op_kind::rwlock_unlock, rwlock.address);
  if (rwlock.owner == rt.current->id) {
    if (rt.watch != nullptr) [[unlikely]] rt.watch->released(rwlock, hold::exclusive);
    rwlock.owner = no_thread;
    enable_all(rwlock.waiting);
    enable_all(rwlock.writers);
    return 0;
  }
  if (rwlock.count == 0)
    rt.stop(ending::misuse, rt.thread_name(rt.current->id) + " unlocks " + rt.describe(rwlock) + ", not by it");
  if (rt.watch != nullptr) [[unlikely]] rt.watch->released(rwlock, hold::shared);
  if (--rwlock.count == 0) enable_all(rwlock.writers);
  return 0;
}

}  // namespace selvage::engine::sync

#include <pthread.h>

#include <utility>

#include "src/engine/sync.h"

namespace selvage::engine::sync {

namespace {

// The next round's arrivals may come before this round's last thread goes on: the observer is told which round it is.
void passed(kernel_object& barrier, std::uint32_t round) noexcept {
  if (rt.watch == nullptr) return;
  const std::uint32_t now = std::exchange(barrier.round, round);
  rt.watch->acquired(barrier, hold::arrival);
  barrier.round = now;
}

}  // namespace

int barrier_wait(kernel_object& barrier) noexcept {
  rt.point(op_kind::barrier_wait, barrier.address);
  if (barrier.limit == 0)
    rt.stop(ending::misuse, rt.thread_name(rt.current->id) + " waits at a barrier that was never initialised");
  const std::uint32_t round = barrier.round;
  if (rt.watch != nullptr) [[unlikely]] rt.watch->released(barrier, hold::arrival);
  if (++barrier.count < barrier.limit) {
    rt.block(op_kind::barrier_wait, barrier.address, &barrier.waiting, &barrier);
    passed(barrier, round);
    return 0;
  }
  barrier.count = 0;
  ++barrier.round;
  passed(barrier, round);
  while (!barrier.waiting.empty()) rt.wake(*barrier.waiting.head, wake_reason::granted);
  return PTHREAD_BARRIER_SERIAL_THREAD;
}

}  // namespace selvage::engine::sync

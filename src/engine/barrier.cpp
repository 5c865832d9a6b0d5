#include <pthread.h>

#include "src/engine/sync.h"

namespace selvage::engine::sync {

int barrier_wait(kernel_object& barrier) noexcept {
  rt.point(op_kind::barrier_wait, barrier.address);
  if (barrier.limit == 0)
    rt.stop(ending::misuse, rt.thread_name(rt.current->id) + " waits at a barrier that was never initialised");
  if (++barrier.count < barrier.limit) {
    rt.block(op_kind::barrier_wait, barrier.address, &barrier.waiting, &barrier);
    return 0;
  }
  barrier.count = 0;
  while (!barrier.waiting.empty()) rt.wake(*barrier.waiting.head, wake_reason::granted);
  return PTHREAD_BARRIER_SERIAL_THREAD;
}

}  // namespace selvage::engine::sync

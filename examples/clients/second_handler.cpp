// Two handlers for one operation of a lower layer: the regular one ends it, which closes the wait handle; an additional
// one wants to act at the same moment. A thread of its own in `wait` would need a handle of its own; a registered wait
// holds a reference from before it can be seen until it is gone, so that the close strands nobody (REG-02, APM-26).
#include <atomic>
#include <cstdio>

#include "selvage/async/begin_invoke.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/thread_pool.h"

int main() {
  using namespace selvage::async;
  thread_pool pool(2);
  std::atomic<int> handled{0};
  manual_reset_event told(false);

  const auto operation = begin_invoke(pool, [] { return 6 * 7; });

  registered_wait_handle additional = pool.register_wait_for_single_object(
      operation->async_wait_handle(),
      [&](void*, bool) {
        ++handled;
        told.set();
      },
      nullptr, true);

  const int value = end_invoke<int>(operation);  // waits, and closes the handle
  ++handled;

  told.wait();
  additional.unregister_blocking();
  std::printf("%d, handled by %d\n", value, handled.load());
  return handled.load() == 2 && value == 42 ? 0 : 1;
}

#include "src/engine/sync.h"

namespace selvage::engine::sync {
namespace {

// glibc's mark of a finished pthread_once_t; kept, so that one that ran before is known.
constexpr int done = 2;

void settle(kernel_object& object) noexcept {
  object.owner = no_thread;
  while (!object.waiting.empty()) rt.wake(*object.waiting.head, wake_reason::granted);
}

}  // namespace

int once(kernel_object& object, int* control, void (*function)()) {
  rt.point(op_kind::once, object.address);
  while (*control != done) {
    if (object.owner != no_thread) {
      rt.block(op_kind::once, object.address, &object.waiting, &object);
      continue;
    }
    object.owner = rt.current->id;
    rt.leave();
    try {
      function();
    } catch (...) {
      rt.enter();
      settle(object);
      rt.leave();  // the exception goes on through controlled code
      throw;
    }
    rt.enter();
    if (rt.watch != nullptr) [[unlikely]] rt.watch->released(object, hold::once);
    *control = done;
    settle(object);
  }
  if (rt.watch != nullptr) [[unlikely]] rt.watch->acquired(object, hold::once);
  return 0;
}

}  // namespace selvage::engine::sync

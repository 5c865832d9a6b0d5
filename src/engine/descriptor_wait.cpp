#include "src/engine/descriptor_wait.h"

namespace selvage::engine {

descriptor_waiters waiting;

wake_reason descriptor_waiters::wait(op_kind k, const awaited& a, kernel_object* on, std::int64_t deadline) noexcept {
  thread& t = *rt.current;
  while (!a.ready()) {
    if (deadline != no_deadline && deadline <= rt.now()) return wake_reason::timed_out;
    requests_[t.id] = {&a, on, deadline};
    const wake_reason why = rt.block(k, everything(), &queue_, on, earlier(deadline, a.due()));
    // Still in the queue: it became ready, and the thread was picked while it is.
    if (t.queue != nullptr)
      queue_.remove(t);
    else if (why == wake_reason::interrupted)
      return why;
  }
  return wake_reason::granted;
}

void descriptor_waiters::changed() noexcept {
  for (thread* t = queue_.head; t != nullptr; t = t->next) {
    const request& r = requests_[t->id];
    if (r.what->ready()) {
      if (rt.watch != nullptr && t->state == thread_state::blocked) [[unlikely]]
        rt.watch->wakes(t->id);
      rt.enable(*t);
    } else {
      rt.redate(*t, earlier(r.deadline, r.what->due()));
      rt.disable(*t, r.on);
    }
  }
}

}  // namespace selvage::engine

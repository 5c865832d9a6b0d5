#include "src/engine/stand_in.h"

#include "src/engine/runtime.h"

namespace selvage::engine {

aside::aside() noexcept { rt.enter(); }
aside::~aside() { rt.leave(); }

void step(const void* object) noexcept {
  const aside scope;
  rt.point(op_kind::atomic_rmw, object);
}

std::uint32_t choose(std::uint32_t count) noexcept {
  const aside scope;
  return rt.draw(count);
}

woken sleep(const void* object, bool interruptible, std::int64_t deadline) noexcept {
  const aside scope;
  // Of the ways to be blocked, a semaphore's is the one that an interruption ends.
  switch (rt.block(interruptible ? op_kind::sem_wait : op_kind::other, object, nullptr, nullptr, deadline)) {
    case wake_reason::timed_out:
      return woken::by_time;
    case wake_reason::interrupted:
      return woken::by_interruption;
    case wake_reason::none:
    case wake_reason::granted:
      break;
  }
  return woken::by_thread;
}

void wake(thread_id t) noexcept {
  const aside scope;
  if (rt.at(t).state == thread_state::blocked) rt.wake(rt.at(t), wake_reason::granted);
}

}  // namespace selvage::engine

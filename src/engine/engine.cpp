#include "src/engine/engine.h"

#include "src/engine/image.h"
#include "src/engine/memory_model.h"
#include "src/engine/runtime.h"

namespace selvage::engine {

const char* name(ending e) noexcept {
  switch (e) {
    case ending::finished: return "finished";
    case ending::deadlock: return "deadlock";
    case ending::leaked_thread: return "leaked thread";
    case ending::step_limit: return "step limit";
    case ending::crash: return "crash";
    case ending::aborted: return "aborted";
    case ending::assertion: return "assertion";
    case ending::uncaught_exception: return "uncaught exception";
    case ending::misuse: return "misuse";
    case ending::double_free: return "double free";
    case ending::exited: return "exited";
    case ending::unsupported: return "unsupported";
    case ending::finding: return "finding";
    case ending::stopped: return "stopped";
  }
  return "?";
}

const char* name(op_kind k) noexcept {
  switch (k) {
    case op_kind::start: return "start";
    case op_kind::call: return "call";
    case op_kind::exit: return "exit";
    case op_kind::join: return "join";
    case op_kind::yield: return "yield";
    case op_kind::sleep: return "sleep";
    case op_kind::atomic_load: return "atomic load";
    case op_kind::atomic_store: return "atomic store";
    case op_kind::atomic_rmw: return "atomic read-modify-write";
    case op_kind::fence: return "fence";
    case op_kind::plain_read: return "read";
    case op_kind::plain_write: return "write";
    case op_kind::mutex_lock: return "lock";
    case op_kind::mutex_trylock: return "trylock";
    case op_kind::mutex_unlock: return "unlock";
    case op_kind::cond_wait: return "wait";
    case op_kind::cond_signal: return "signal";
    case op_kind::cond_broadcast: return "broadcast";
    case op_kind::rwlock_read: return "read lock";
    case op_kind::rwlock_write: return "write lock";
    case op_kind::rwlock_unlock: return "rwlock unlock";
    case op_kind::sem_wait: return "wait";
    case op_kind::sem_post: return "post";
    case op_kind::barrier_wait: return "barrier wait";
    case op_kind::futex_wait: return "wait";
    case op_kind::futex_wake: return "wake";
    case op_kind::once: return "once";
    case op_kind::descriptor_read: return "read";
    case op_kind::descriptor_write: return "write";
    case op_kind::descriptor_wait: return "poll";
    case op_kind::descriptor_change: return "change of descriptors";
    case op_kind::timeout: return "timeout";
    case op_kind::spurious: return "spurious wakeup";
    case op_kind::interrupt: return "interruption";
    case op_kind::other: return "operation";
  }
  return "?";
}

bool run(strategy& s, std::uint64_t index, thread_function body, void* argument, const settings& options,
         execution& result) {
  return rt.run(s, index, body, argument, options, result);
}

void images_loaded() {
  snapshot_globals();
  rt.images_changed();
}

const switch_choice& thread_switch() {
  rt.images_changed();
  return rt.thread_switch();
}

bool in_control() noexcept { return rt.in_control(); }

thread_id spawn(thread_function f, void* argument) {
  rt.enter();
  thread& t = rt.spawn(nullptr, f, argument);
  rt.leave();
  return t.id;
}

void join(thread_id t) {
  rt.enter();
  rt.join(rt.at(t), no_deadline);
  rt.leave();
}

thread_id self() noexcept { return rt.current->id; }

void become_client() noexcept { rt.become_client(); }

void enter_call() noexcept {
  rt.enter();
  rt.enter_call();
  rt.leave();
}

void leave_call() noexcept { rt.leave_call(); }

void publish() noexcept {
  if (rt.model == nullptr) return;
  rt.enter();
  rt.model->publishes();
  rt.leave();
}

void come_to_rest() noexcept {
  if (rt.model == nullptr) return;
  rt.enter();
  rt.model->rests();
  rt.leave();
}

void begin_callback() noexcept {
  rt.enter();
  rt.begin_callback();
  rt.leave();
}

void end_callback() noexcept { rt.end_callback(); }

void end_soon(std::uint64_t steps) noexcept { rt.end_soon(steps); }

void settle() noexcept {
  rt.enter();
  rt.settle();
  rt.leave();
}

bool quiescent() noexcept { return rt.quiescent(); }

bool overdue() noexcept {
  // Two readings of the clock for one absolute deadline differ by a few ticks, never by this much.
  constexpr std::int64_t tolerance = 100'000;
  const thread& t = *rt.current;
  return t.last_deadline > t.first_deadline + tolerance;
}

std::int64_t now() noexcept { return rt.now(); }

void stop_execution() noexcept { rt.stop(ending::stopped, "stopped by the body"); }

std::string thread_name(thread_id t) { return rt.thread_name(t); }

}  // namespace selvage::engine

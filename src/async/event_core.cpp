#include "src/async/event_core.h"

#include <algorithm>

#include "selvage/async/error.h"
#include "src/async/spin.h"

namespace selvage::async::detail {

namespace hw = handle_word;

constinit std::mutex group_mutex;

namespace {

void require_open(word w, passage p) {
  if ((w & p.barred) != 0) throw object_disposed_error("the event is closed");
}

}  // namespace

// ---- handle

void event_handle::add_ref() {
  word w = state.load(std::memory_order_relaxed);
  do {
    require_open(w, by_first_handle);
  } while (
      !state.compare_exchange_weak(w, w + hw::one_reference, std::memory_order_acquire, std::memory_order_relaxed));
}

void event_handle::drop(word mark) {
  word w = state.load(std::memory_order_relaxed);
  bool last = false;
  do {
    if (mark != 0 && hw::is_disposed(w)) return;
    if (hw::references(w) == 0) throw object_disposed_error("the event has no reference left to release");
    last = hw::is_last(w);
  } while (!state.compare_exchange_weak(w, hw::after_release(w) | mark, std::memory_order_acq_rel,
                                        std::memory_order_relaxed));
  if (last) released();
}

bool event_handle::is_closed() const noexcept { return hw::is_closed(state.load(std::memory_order_acquire)); }

// ---- operations

event_core::event_core(resets r, bool initially_set, release_notification notification) noexcept
    : event_handle(hw::one_reference | (initially_set ? signalled : 0), notification), resets_(r) {}

void event_core::set(passage p) {
  // The first guess is an open, unset event that nobody uses: one step, and no load before it. A set of a set event
  // writes too, so that what came before it is visible to the wait that it satisfies.
  word w = hw::one_reference;
  do {
    require_open(w, p);
    if ((w & busy) != 0) {
      signal(p, w, true);
      return;
    }
  } while (!state.compare_exchange_weak(w, w | signalled, std::memory_order_acq_rel, std::memory_order_acquire));
}

void event_core::reset(passage p) {
  word w = hw::one_reference | signalled;
  do {
    require_open(w, p);
    if ((w & busy) != 0) {
      clear(p, w);
      return;
    }
  } while (!state.compare_exchange_weak(w, w & ~signalled, std::memory_order_acq_rel, std::memory_order_acquire));
}

void event_core::pulse(passage p) {
  word w = hw::one_reference;
  do {
    require_open(w, p);
    if ((w & busy) != 0) {
      signal(p, w, false);
      return;
    }
  } while (!state.compare_exchange_weak(w, w & ~signalled, std::memory_order_acq_rel, std::memory_order_acquire));
}

bool event_core::wait(passage p, patience limit) {
  word w = state.load(std::memory_order_acquire);
  for (;;) {
    require_open(w, p);
    if ((w & signalled) == 0) {
      if (limit.polls()) return false;
      if (!comes_soon(w)) return block(p, w, limit);
      continue;
    }
    if (resets_ == resets::by_hand) return true;
    if ((w & busy) != 0) return block(p, w, limit);
    if (state.compare_exchange_weak(w, w & ~signalled, std::memory_order_acq_rel, std::memory_order_acquire)) {
      return true;
    }
  }
}

/// Looks whether the event becomes set before it is worth sleeping; `w` is the newest word then.
bool event_core::comes_soon(word& w) noexcept {
  return detail::comes_soon([&] {
    w = state.load(std::memory_order_acquire);
    return (w & (signalled | handle_word::closed)) != 0;
  });
}

// ---- with waiters

void event_core::signal(passage p, word w, bool keep) {
  event_lock lock(*this);
  // A manual-reset event becomes set before anybody is released: a released thread finds it set.
  const word at_once = keep && resets_ == resets::by_hand ? signalled : 0;
  do {
    require_open(w, p);
  } while (!lock.enter(w, (w | at_once) + p.unit));
  const bool taken = release_waiters(lock.sleepers());
  const word afterwards = keep && !taken ? signalled : 0;
  lock.leave(afterwards, keep ? 0 : signalled, p.unit);
}

void event_core::clear(passage p, word w) {
  event_lock lock(*this);
  do {
    require_open(w, p);
  } while (!lock.enter(w, w & ~signalled));
  lock.leave(0, 0, 0);
}

void event_core::set_and_release() noexcept {
  event_lock lock(*this);
  const word at_once = resets_ == resets::by_hand ? signalled : 0;
  word w = state.load(std::memory_order_acquire);
  bool last = false;
  do {
    last = hw::is_last(w);  // closed early: released when the event is set, not before
  } while (!lock.enter(w, (w | at_once) - (last ? 0 : hw::one_reference)));
  const bool taken = release_waiters(lock.sleepers());
  lock.leave(taken ? 0 : signalled, 0, last ? hw::one_reference : 0);
}

bool event_core::block(passage p, word w, patience limit) {
  wait_link link;
  link.event = this;
  waiter self(waiter::need::any, {&link, 1});
  const deadline until = limit.until();
  {
    event_lock lock(*this);
    for (;;) {
      require_open(w, p);
      if ((w & signalled) == 0) {
        if (limit.polls()) return false;
        if (lock.enter(w, w + p.unit)) break;
      } else if (resets_ == resets::by_hand) {
        return true;
      } else if (lock.enter(w, w & ~signalled)) {
        lock.leave(0, 0, 0);
        return true;
      }
    }
    enqueue(link);
    lock.leave(0, 0, 0);
  }
  if (!self.sleep(until)) return give_up(p, self);
  if (p.unit != 0) release();
  return true;
}

bool event_core::give_up(passage p, waiter& self) noexcept {
  event_lock lock(*this);
  word w = state.load(std::memory_order_acquire);
  while (!lock.enter(w, w)) {
  }
  const bool satisfied = self.released();
  if (!satisfied) dequeue(self.links().front());
  lock.leave(0, 0, p.unit);
  return satisfied;
}

// ---- queue

bool event_core::is_signalled() const noexcept { return (state.load(std::memory_order_relaxed) & signalled) != 0; }

/// True when the waiter can be released now that this event is signalled.
bool event_core::acceptable(const waiter& w) const noexcept {
  if (w.what() == waiter::need::any) return true;
  return std::ranges::all_of(
      w.links(), [this](const wait_link& link) { return link.event == this || link.event->is_signalled(); });
}

/// Releases every waiter that this event's signal satisfies, or the first one if it resets by itself. Returns
/// whether one took the signal.
bool event_core::release_waiters(wake_list& sleepers) noexcept {
  wait_link* link = queue_.front();
  while (link != nullptr) {
    if (!acceptable(*link->owner)) {
      link = link->next;
      continue;
    }
    // A waiter for several events may stand in this queue more than once: begin again.
    const bool from_front = !link->owner->alone();
    wait_link* const next = link->next;
    release_waiter(*link, sleepers);
    if (resets_ == resets::by_itself) return true;
    link = from_front ? queue_.front() : next;
  }
  return false;
}

void event_core::release_waiter(wait_link& link, wake_list& sleepers) noexcept {
  waiter& owner = *link.owner;
  const std::uint32_t index = owner.what() == waiter::need::all ? 0 : link.index;
  for (wait_link& other : owner.links()) {
    event_core& event = *other.event;
    event.dequeue(other);
    if (&event == this) continue;
    const bool consumes = owner.what() == waiter::need::all && event.resets_ == resets::by_itself;
    event.unlock_in_group(consumes ? signalled : 0);
  }
  sleepers.add(owner.release(index));
}

void event_core::enqueue(wait_link& link) noexcept {
  queue_.push_back(link);
  if (!link.owner->alone()) ++group_links_;
}

void event_core::dequeue(wait_link& link) noexcept {
  queue_.remove(link);
  if (!link.owner->alone()) --group_links_;
}

word event_core::queue_bits() const noexcept {
  return (queue_.empty() ? 0 : queued) | (group_links_ == 0 ? 0 : grouped);
}

// ---- lock

/// The group mutex is held: keeps everybody else away from state and queue.
void event_core::lock_in_group() noexcept {
  word w = state.load(std::memory_order_relaxed);
  while ((w & grouped) == 0) {
    if ((w & locked) != 0) {
      await_unlock(w);
    } else if (state.compare_exchange_weak(w, w | locked, std::memory_order_acq_rel, std::memory_order_acquire)) {
      return;
    }
  }
}

/// The group mutex is held and this event locked or grouped: clears `clear` and lets others in.
void event_core::unlock_in_group(word clear) noexcept {
  word w = state.load(std::memory_order_relaxed);
  while (!state.compare_exchange_weak(w, (w & ~(clear | busy | awaited | grouped)) | queue_bits(),
                                      std::memory_order_acq_rel, std::memory_order_relaxed)) {
  }
  if ((w & awaited) != 0) admit_awaiting();
}

void event_core::await_unlock(word& w) noexcept {
  const std::uint32_t ticket = gate_.load(std::memory_order_acquire);
  w = state.load(std::memory_order_acquire);
  if ((w & locked) == 0) return;
  if ((w & awaited) == 0 &&
      !state.compare_exchange_strong(w, w | awaited, std::memory_order_acquire, std::memory_order_acquire)) {
    return;
  }
  futex_wait(gate_, ticket, never);
  w = state.load(std::memory_order_acquire);
}

void event_core::admit_awaiting() noexcept {
  gate_.fetch_add(1, std::memory_order_release);
  futex_wake(&gate_);
}

bool event_lock::enter(word& w, word next) noexcept {
  if ((w & event_core::grouped) != 0) {
    if (!has_group_) {
      group_mutex.lock();
      has_group_ = true;
      w = event_.state.load(std::memory_order_acquire);
      return false;
    }
  } else if ((w & event_core::locked) != 0) {
    event_.await_unlock(w);
    return false;
  } else {
    next |= event_core::locked;
  }
  if (!event_.state.compare_exchange_weak(w, next, std::memory_order_acq_rel, std::memory_order_acquire)) return false;
  entered_ = next;
  return true;
}

void event_lock::leave(word set, word clear, word unit) noexcept {
  constexpr word queue_and_lock = event_core::busy | event_core::grouped | event_core::awaited;
  const word queue = event_.queue_bits();
  word w = entered_;
  word next = 0;
  bool last = false;
  do {
    next = (w & ~(clear | queue_and_lock)) | set | queue;
    if (unit != 0) {
      last = hw::is_last(next);
      next = hw::after_release(next);
    }
  } while (!event_.state.compare_exchange_weak(w, next, std::memory_order_acq_rel, std::memory_order_relaxed));
  if (has_group_) {
    group_mutex.unlock();
    has_group_ = false;
  }
  if ((w & event_core::awaited) != 0) event_.admit_awaiting();
  sleepers_.wake();
  if (last) event_.released();
}

event_lock::~event_lock() {
  if (has_group_) group_mutex.unlock();
}

// ---- time

deadline patience::until() const noexcept {
  if (!limit_) return never;
  const deadline now = std::chrono::steady_clock::now();
  return *limit_ < never - now ? now + *limit_ : never;
}

}  // namespace selvage::async::detail

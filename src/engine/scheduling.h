#pragma once

// What a step goes through, inline: a thread that goes on after a switch returns through as few frames as can be,
// because the processor predicts none of these returns.

#include <bit>
#include <utility>

#include "src/engine/runtime.h"

namespace selvage::engine {

// ---- enabledness ----

inline void runtime::set_enabled(thread& t, bool on) noexcept {
  if (t.enabled == on) return;
  t.enabled = on;
  if (on)
    enabled_.insert(t.id);
  else
    enabled_.erase(t.id);
}

inline void runtime::recount(thread& t) noexcept {
  const bool moves = t.state == thread_state::ready || (t.state == thread_state::blocked && t.sleeping);
  const bool busy = moves && !t.outside;
  const bool asleep = t.client && !t.outside && t.state == thread_state::blocked && !t.sleeping;
  if (busy != t.counted_busy) {
    t.counted_busy = busy;
    busy_ += busy ? 1 : -1;
  }
  if (asleep != t.counted_asleep) {
    t.counted_asleep = asleep;
    asleep_in_call_ += asleep ? 1 : -1;
  }
}

inline void runtime::set_event(thread& t, op_kind event) noexcept {
  if (t.event == event) return;
  if (t.event == op_kind::timeout) --movable_;
  if (event == op_kind::timeout) ++movable_;
  t.event = event;
  pending_[t.id].kind = event == op_kind::start ? t.wait_kind : event;
  set_enabled(t, event != op_kind::start);
}

inline op_kind runtime::event_of(const thread& t) const noexcept {
  if (environment_left_ == 0) return op_kind::start;
  const op_kind k = t.wait_kind;
  const bool interruptible = k == op_kind::futex_wait || k == op_kind::sem_wait || k == op_kind::descriptor_read ||
                             k == op_kind::descriptor_write || k == op_kind::descriptor_wait;
  if (options_->interrupts && interruptible) return op_kind::interrupt;
  if (options_->spurious && (k == op_kind::futex_wait || k == op_kind::cond_wait)) return op_kind::spurious;
  return op_kind::start;
}

inline void runtime::make_ready(thread& t) noexcept {
  set_event(t, op_kind::start);
  t.state = thread_state::ready;
  ++movable_;
  set_enabled(t, true);
  recount(t);
}

inline void runtime::make_blocked(thread& t) noexcept {
  t.state = thread_state::blocked;
  t.wait_kind = pending_[t.id].kind;
  --movable_;
  set_enabled(t, false);
  set_event(t, event_of(t));
  recount(t);
}

inline std::int64_t runtime::before_horizon(std::int64_t deadline) const noexcept {
  return deadline < options_->horizon ? deadline : no_deadline;
}

// ---- choosing ----

[[gnu::always_inline]] inline thread_id runtime::choose() noexcept {
  thread& me = *current;
  const bool yields = me.state == thread_state::ready && pending_[me.id].kind == op_kind::yield;
  thread_id next = enabled_.front();
  if (enabled_.size() > 1) {
    const bool yielded = std::exchange(me.yielded, false) || yields;
    if (fair_) {
      next = fair_choice();
    } else {
      decision_.enabled = enabled_.ids();
      decision_.current = me.id;
      decision_.current_enabled = me.enabled && me.state == thread_state::ready;
      decision_.current_yields = yielded;
      decision_.step = decisions_;
      next = strategy_->pick(decision_);
    }
    ++decisions_;
    choices_.push_back(std::bit_cast<choice>(std::uint32_t{next}));
  }
  return next;
}

[[gnu::always_inline]] inline void runtime::switch_to(thread& t) noexcept {
  thread& me = *current;
  current = &t;
  ++switches_;
  before_switch(&t);
  switch_threads(way_.way, me.ctx, t.ctx);
}

[[gnu::always_inline]] inline void runtime::reschedule_here() noexcept {
  for (;;) {
    if (movable_ == 0) {
      if (settling_ == nullptr) nothing_enabled();
      wake(*std::exchange(settling_, nullptr), wake_reason::granted);
    }
    thread& next = *threads_[enabled_.size() == 1 ? enabled_.front() : choose()];
    if (next.state == thread_state::blocked) {
      fire(next);
      continue;
    }
    next.last_ran = steps_;
    if (&next != current) switch_to(next);
    return;
  }
}

[[gnu::always_inline]] inline void runtime::point_here(op_kind k, const void* object, std::uint8_t size) noexcept {
  pending_[current->id] = {k, size, object};
  ++points_[current->id];
  count_step();
  if (enabled_.size() != 1) reschedule_here();
}

// ---- blocking ----

[[gnu::always_inline]] inline wake_reason runtime::block_here(op_kind k, const void* object, wait_queue* queue,
                                                             kernel_object* on, std::int64_t deadline) noexcept {
  thread& t = *current;
  deadline = before_horizon(deadline);
  pending_[t.id] = {k, 0, object};
  t.reason = wake_reason::none;
  t.waits_on = on;
  if (queue != nullptr) queue->push(t);
  t.sleeping = k == op_kind::sleep || (deadline != no_deadline && deadline <= now_);
  t.deadline = deadline;
  if (watch != nullptr) [[unlikely]] watch->sleeps(k, on);
  make_blocked(t);
  if (deadline != no_deadline) add_timed(t);
  reschedule_here();
  t.deadline = no_deadline;
  return t.reason;
}

[[gnu::always_inline]] inline wake_reason runtime::lock_point_here(op_kind k, kernel_object& o, wait_queue& queue,
                                                                  bool free, std::int64_t deadline) noexcept {
  thread& t = *current;
  ++points_[t.id];
  count_step();
  if (watch != nullptr) [[unlikely]] watch->attempts(k, o);
  if (!free) {
    block(k, o.address, &queue, &o, deadline);
  } else {
    pending_[t.id] = {k, 0, o.address};
    if (enabled_.size() == 1) return wake_reason::granted;
    t.reason = wake_reason::none;
    t.deadline = before_horizon(deadline);
    queue.push(t);
    reschedule_here();
    t.deadline = no_deadline;
  }
  if (t.queue == nullptr) return t.reason;  // woken by time or by an interruption
  queue.remove(t);
  return wake_reason::granted;
}

}  // namespace selvage::engine

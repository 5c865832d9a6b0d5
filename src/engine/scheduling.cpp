#include "src/engine/runtime.h"

#include <algorithm>
#include <utility>

#include "src/engine/fatal.h"
#include "src/engine/heap.h"
#include "src/engine/image.h"
#include "src/engine/keys.h"
#include "src/engine/memory_model.h"
#include "src/engine/parked_thread.h"
#include "src/engine/scheduling.h"

namespace selvage::engine {

// Before what decides whose memory is a program's (src/run/start.cpp): its own is none.
[[gnu::init_priority(200)]] runtime rt;

// ---- enabledness ----

void runtime::disable(thread& t, kernel_object* on) noexcept {
  if (t.state != thread_state::ready) return;
  t.waits_on = on;
  make_blocked(t);
  if (t.deadline != no_deadline) add_timed(t);
}

void runtime::enable(thread& t) noexcept {
  if (t.state != thread_state::blocked) return;
  if (t.deadline != no_deadline) remove_timed(t);
  t.waits_on = nullptr;
  make_ready(t);
}

void runtime::redate(thread& t, std::int64_t deadline) noexcept {
  deadline = before_horizon(deadline);
  if (t.deadline == deadline) return;
  const bool blocked = t.state == thread_state::blocked;
  if (blocked && t.deadline != no_deadline) {
    remove_timed(t);
    set_event(t, event_of(t));
  }
  t.deadline = deadline;
  if (blocked && deadline != no_deadline) add_timed(t);
}

// ---- time ----

void runtime::add_timed(thread& t) noexcept {
  // A sleep is no wait: libstdc++'s timed semaphore backs off with one.
  if (!t.sleeping) {
    if (t.first_deadline == no_deadline) t.first_deadline = t.deadline;
    t.last_deadline = t.deadline;
  }
  timed_.push_back(&t);
  refresh_due();
}

void runtime::remove_timed(thread& t) noexcept {
  const auto at = std::find(timed_.begin(), timed_.end(), &t);
  if (at == timed_.end()) return;
  timed_.erase(at);
  refresh_due();
}

void runtime::refresh_due() noexcept {
  std::int64_t earliest = no_deadline;
  for (const thread* t : timed_)
    if (earliest == no_deadline || t->deadline < earliest) earliest = t->deadline;
  for (thread* t : timed_) set_event(*t, t->deadline == earliest ? op_kind::timeout : event_of(*t));
}

std::int64_t runtime::read_clock() noexcept {
  count_step();
  // A loop that watches the clock must see it pass: the tick grows while threads do nothing but read it and yield,
  // and where it has been read so often that no deadline can matter.
  constexpr std::uint32_t idle_patience = 64;
  constexpr std::uint32_t patience = 1024;
  idle_step();
  ++clock_reads_;
  const std::uint32_t over = std::max(idle_steps_ > idle_patience ? idle_steps_ - idle_patience : 0,
                                      clock_reads_ > patience ? clock_reads_ - patience : 0);
  now_ += std::int64_t{1} << std::min(over, 30U);
  return now_;
}

// ---- choosing ----

thread_id runtime::fair_choice() noexcept {
  thread_id best = enabled_.front();
  std::uint64_t oldest = ~std::uint64_t{0};
  for (const thread_id id : enabled_.ids()) {
    const thread& t = *threads_[id];
    const bool environment = t.state == thread_state::blocked && t.event != op_kind::timeout;
    if (!environment && t.last_ran < oldest) {
      oldest = t.last_ran;
      best = id;
    }
  }
  return best;
}

std::uint32_t runtime::draw(std::uint32_t n) noexcept {
  if (n < 2) return 0;
  const std::uint32_t d = fair_ ? 0 : strategy_->draw(n);
  choices_.push_back({static_cast<std::uint16_t>(d), 1});
  return d;
}

void runtime::fire(thread& t) noexcept {
  count_step();
  clock_reads_ = idle_steps_ = 0;
  t.last_ran = steps_;
  const op_kind event = t.event;
  if (watch != nullptr) [[unlikely]] watch->fires(t.id, event);
  if (event == op_kind::timeout) {
    now_ = std::max(now_, t.deadline);
    wake(t, wake_reason::timed_out);
    return;
  }
  --environment_left_;
  wake(t, event == op_kind::interrupt ? wake_reason::interrupted : wake_reason::granted);
  if (environment_left_ == 0) spend_environment();
}

void runtime::spend_environment() noexcept {
  for (thread_id id = 0; id < thread_count_; ++id) {
    thread& t = *threads_[id];
    if (t.state == thread_state::blocked && t.event != op_kind::timeout) set_event(t, op_kind::start);
  }
}

void runtime::reschedule() noexcept { reschedule_here(); }

bool runtime::spins() noexcept {
  plain_reads_ = 0;
  return std::exchange(last_spin_step_, steps_) == steps_;
}

// While others wait to go on. A computation gives way now and then: nothing is lost.
bool runtime::works_alone() noexcept {
  plain_writes_ = 0;
  return std::exchange(last_work_step_, steps_) == steps_ && !alone();
}

void runtime::give_way() noexcept {
  if (alone()) current->yielded = true;
  point(op_kind::yield, nullptr);
  if (watch != nullptr) [[unlikely]] watch->yields();
  idle_step();
  last_spin_step_ = steps_;
}

void runtime::step_limit_reached() noexcept {
  // The schedule may have starved a thread that a spinning one waits for: go on fairly before calling it a livelock.
  if (!fair_) return end_soon(std::max<std::uint64_t>(options_->max_steps, 1000));
  describe_stuck();
  stop(ending::step_limit, "still running after " + std::to_string(steps_) + " scheduling points, the last " +
                               std::to_string(fair_steps_) + " of them scheduled fairly");
}

void runtime::end_soon(std::uint64_t steps) noexcept {
  if (fair_) return;
  fair_ = true;
  fair_steps_ = steps;
  step_limit_ = steps_ + steps;
}

// ---- blocking ----

wake_reason runtime::block(op_kind k, const void* object, wait_queue* queue, kernel_object* on,
                           std::int64_t deadline) noexcept {
  return block_here(k, object, queue, on, deadline);
}

void runtime::wake(thread& t, wake_reason why) noexcept {
  if (watch != nullptr && why == wake_reason::granted) [[unlikely]] watch->wakes(t.id);
  if (t.queue != nullptr) t.queue->remove(t);
  if (t.deadline != no_deadline) remove_timed(t);
  t.deadline = no_deadline;
  t.reason = why;
  t.sleeping = false;
  t.waits_on = nullptr;
  kernel_object* mutex = t.relock;
  if (mutex == nullptr) {
    make_ready(t);
    return;
  }
  t.relock = nullptr;
  set_event(t, op_kind::start);
  t.wait_kind = op_kind::mutex_lock;
  pending_[t.id] = {op_kind::mutex_lock, 0, mutex->address};
  mutex->waiting.push(t);
  if (mutex->owner == no_thread)
    make_ready(t);
  else
    t.waits_on = mutex;
}

wake_reason runtime::lock_point(op_kind k, kernel_object& o, wait_queue& queue, bool free,
                                std::int64_t deadline) noexcept {
  return lock_point_here(k, o, queue, free, deadline);
}

// ---- clients ----

void runtime::become_client() noexcept {
  thread& t = *current;
  t.client = t.outside = true;
  recount(t);
}

void runtime::enter_call() noexcept {
  thread& t = *current;
  point(op_kind::call, nullptr);
  if (model != nullptr) [[unlikely]] model->begins_call();
  t.outside = false;
  t.first_deadline = t.last_deadline = no_deadline;
  recount(t);
}

void runtime::leave_call() noexcept {
  thread& t = *current;
  t.outside = true;
  recount(t);
}

void runtime::begin_callback() noexcept {
  point(op_kind::call, nullptr);
  become_client();
}

void runtime::end_callback() noexcept {
  thread& t = *current;
  t.client = t.outside = false;
  recount(t);
}

void runtime::settle() noexcept {
  settling_ = current;
  block(op_kind::join, nullptr, nullptr, nullptr);
  if (watch == nullptr) return;
  for (thread_id id = 0; id < thread_count_; ++id)
    if (id != current->id) watch->joined(current->id, id);
}

}  // namespace selvage::engine

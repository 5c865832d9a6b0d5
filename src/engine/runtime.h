#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "src/engine/enabled_set.h"
#include "src/engine/engine.h"
#include "src/engine/object_table.h"
#include "src/engine/thread.h"
#include "src/engine/thread_switch.h"

namespace selvage::engine {

/// The one scheduler of the process: who is enabled, who runs, what time it is.
///
/// While controlled code runs, `active_tp` is its thread pointer; it is zero inside the engine and when nothing is
/// controlled. So one comparison tells an intercepted call whether to be modelled: it is false for other OS threads,
/// outside executions, and for what the engine itself calls.
class runtime {
 public:
  std::uintptr_t active_tp{};
  thread* current{};
  observer* watch{};      ///< null for nobody
  memory_model* model{};  ///< it watches then; null: loads return the newest value

  [[nodiscard]] bool in_control() const noexcept { return active_tp == thread_pointer(); }
  void enter() noexcept { active_tp = 0; }
  void leave() noexcept { active_tp = current->ctx.tp; }

  // ---- scheduling (engine side: between enter and leave) ----

  /// The current thread is about to do `k` on `object`; others may go first.
  void point(op_kind k, const void* object, std::uint8_t size = 0) noexcept {
    pending_[current->id] = {k, size, object};
    ++points_[current->id];
    count_step();
    if (enabled_.size() != 1) reschedule();
  }

  /// As `point`, `block` and `lock_point`, inline (scheduling.h): for what is called most.
  void point_here(op_kind k, const void* object, std::uint8_t size = 0) noexcept;
  wake_reason block_here(op_kind k, const void* object, wait_queue* queue, kernel_object* on,
                         std::int64_t deadline = no_deadline) noexcept;
  wake_reason lock_point_here(op_kind k, kernel_object& o, wait_queue& queue, bool free,
                              std::int64_t deadline = no_deadline) noexcept;

  /// No other thread could be picked now.
  [[nodiscard]] bool alone() const noexcept { return enabled_.size() == 1; }

  /// Blocks the current thread in `queue` (may be null) until `wake` or its deadline.
  wake_reason block(op_kind k, const void* object, wait_queue* queue, kernel_object* on,
                    std::int64_t deadline = no_deadline) noexcept;

  /// A blocked thread can go on; takes it out of its queue.
  void wake(thread& t, wake_reason why) noexcept;

  /// The current thread is about to take `o`, which `free` says it could. Returns granted when it may (nothing can
  /// come between), or why not. While it stands at this point it is enabled exactly when `o` is free.
  wake_reason lock_point(op_kind k, kernel_object& o, wait_queue& queue, bool free,
                         std::int64_t deadline = no_deadline) noexcept;

  /// A thread at a lock's point loses or regains the lock's availability.
  void disable(thread& t, kernel_object* on) noexcept;
  void enable(thread& t) noexcept;
  /// Another deadline for a thread that may be blocked; no_deadline for none.
  void redate(thread& t, std::int64_t deadline) noexcept;

  /// One of n; 0 when there is no choice.
  std::uint32_t draw(std::uint32_t n) noexcept;

  thread& spawn(void* (*start)(void*), thread_function body, void* argument) noexcept;
  void join(thread& t, std::int64_t deadline) noexcept;
  [[noreturn]] void finish_current() noexcept;

  [[noreturn]] void stop(ending e, std::string message) noexcept;
  /// From a fatal signal's handler: as `stop`, on whatever stack this is.
  [[noreturn]] void stop_from_signal() noexcept;

  void count_step() noexcept {
    if (++steps_ >= step_limit_) step_limit_reached();
  }

  // ---- clients and quiescence ----
  void become_client() noexcept;
  void enter_call() noexcept;
  void leave_call() noexcept;
  void begin_callback() noexcept;
  void end_callback() noexcept;
  void settle() noexcept;
  void end_soon(std::uint64_t steps) noexcept;
  [[nodiscard]] bool quiescent() const noexcept { return busy_ == 1 && asleep_in_call_ != 0; }

  // ---- time ----
  [[nodiscard]] std::int64_t now() const noexcept { return now_; }
  std::int64_t read_clock() noexcept;
  /// The step just counted was a yield or a reading of the clock.
  void idle_step() noexcept {
    idle_steps_ = steps_ == last_idle_step_ + 1 ? idle_steps_ + 1 : 1;
    last_idle_step_ = steps_;
  }

  /// Lets others go first, as sched_yield does.
  void give_way() noexcept;
  /// Of a plain access: so many reads have followed each other, with no write and no scheduling point between them,
  /// that they must be a loop which waits for another thread; or so many writes with no scheduling point that they may
  /// be one.
  [[nodiscard]] bool spins_at(op_kind k) noexcept {
    constexpr std::uint32_t patience = 4096;
    constexpr std::uint32_t patience_with_writes = 1U << 14;
    if (k != op_kind::plain_read) {
      plain_reads_ = 0;
      return ++plain_writes_ >= patience_with_writes && works_alone();
    }
    return ++plain_reads_ == patience && spins();
  }

  // ---- thread-local variables ----

  /// Calls `f` with `t`'s thread-local variables as the running ones.
  template <class F>
  void on_behalf_of(thread& t, F f) {
    context& mine = running_ ? current->ctx : root_;
    before_switch(&t);
    become(way_.way, mine, t.ctx);
    f();
    become(way_.way, t.ctx, mine);
    before_switch(running_ ? current : nullptr);
  }

  /// Chooses how threads are switched; a way that was right may be wrong for a library loaded since. Between executions.
  void images_changed();

  [[nodiscard]] const switch_choice& thread_switch() const noexcept { return way_; }

  /// `told` is called before every switch: the thread that is to run, null for the OS thread. Before the first
  /// execution.
  void tell_switches(void (*told)(const thread*)) noexcept {
    told_ = told;
    switch_needs_more_ = true;
  }

  /// The current thread's locale, as uselocale has it; null asks.
  locale_t use_locale(locale_t wanted) noexcept;

  // ---- lookup ----
  [[nodiscard]] thread* by_handle(pthread_t handle) noexcept;
  [[nodiscard]] thread& at(thread_id t) noexcept { return *threads_[t]; }
  /// Every thread's value of a thread-specific key.
  void forget_values(pthread_key_t key) noexcept;
  [[nodiscard]] std::string thread_name(thread_id t) const;
  [[nodiscard]] std::string describe(const kernel_object& o) const;
  [[nodiscard]] bool running() const noexcept { return running_; }
  /// Counts the process's executions, from 1.
  [[nodiscard]] std::uint64_t execution_number() const noexcept { return execution_number_; }
  [[nodiscard]] const settings& options() const noexcept { return *options_; }
  /// Somebody wants to know of plain accesses.
  [[nodiscard]] bool wants_plain() const noexcept { return wants_plain_; }
  [[nodiscard]] bool is_memory_point(const void* a, std::size_t size) const noexcept {
    return memory_points_ || (racy_ != nullptr && racy_->contains(a, size));
  }
  /// The current thread's operation is a trylock.
  [[nodiscard]] bool tries() const noexcept { return pending_[current->id].kind == op_kind::mutex_trylock; }
  /// The thread with that number, made if it never was: its stack is where it will be.
  [[nodiscard]] thread& parked(thread_id id) { return slot(id); }
  [[nodiscard]] thread_id thread_count() const noexcept { return thread_count_; }

  object_table objects;

  bool run(strategy& s, std::uint64_t index, thread_function body, void* argument, const settings& options,
           execution& result);

 private:
  void reschedule() noexcept;
  void reschedule_here() noexcept;
  thread_id choose() noexcept;
  thread_id fair_choice() noexcept;
  void fire(thread& t) noexcept;
  void spend_environment() noexcept;
  bool spins() noexcept;
  bool works_alone() noexcept;
  void switch_to(thread& t) noexcept;
  /// What a switch needs beside the stack and the header, which is next to never anything; null for the OS thread.
  void before_switch(const thread* to) noexcept {
    if (switch_needs_more_) [[unlikely]] prepare_switch(to);
  }
  void prepare_switch(const thread* to) noexcept;
  void forget_locales() noexcept;
  [[noreturn]] void to_root() noexcept;
  void set_enabled(thread& t, bool on) noexcept;
  void recount(thread& t) noexcept;
  void make_ready(thread& t) noexcept;
  void make_blocked(thread& t) noexcept;
  [[nodiscard]] op_kind event_of(const thread& t) const noexcept;
  void set_event(thread& t, op_kind event) noexcept;
  void step_limit_reached() noexcept;
  /// As it counts: none beyond the horizon.
  [[nodiscard]] std::int64_t before_horizon(std::int64_t deadline) const noexcept;
  void add_timed(thread& t) noexcept;
  void remove_timed(thread& t) noexcept;
  void refresh_due() noexcept;
  void nothing_enabled() noexcept;
  void describe_stuck();
  thread& slot(thread_id id);
  void begin(const settings& options);
  void finish(execution& result);

  enabled_set enabled_;
  std::array<pending_op, max_threads> pending_{};
  std::array<std::uint32_t, max_threads> points_{};
  std::array<std::unique_ptr<thread>, max_threads> threads_{};
  std::vector<thread*> by_handle_;  ///< every thread ever made, by handle
  thread_id thread_count_{};     ///< of this execution
  thread_id slots_{};            ///< threads ever made
  thread_id live_{};             ///< not finished
  unsigned movable_{};           ///< enabled by themselves or by time, not by the environment alone
  int busy_{};
  int asleep_in_call_{};
  std::vector<thread*> timed_;   ///< blocked with a deadline
  std::vector<choice> choices_;
  decision decision_;  ///< the next one: what seldom changes is filled in when it does
  strategy* strategy_{};
  const settings* options_{};
  switch_choice way_;
  bool started_{};
  bool switch_needs_more_{};     ///< told_, or locales_ other than 0
  void (*told_)(const thread*){};
  std::uint32_t locales_{};      ///< threads with a locale of their own
  thread* settling_{};           ///< waits until nothing else can move
  context root_;                 ///< of the OS thread
  std::uintptr_t root_dtv_{};
  std::uint64_t steps_{};
  std::uint64_t step_limit_{};
  std::uint64_t fair_steps_{};  ///< between fair_ and the step limit
  std::uint64_t decisions_{};
  std::uint64_t execution_number_{};
  std::uint64_t switches_{};
  std::int64_t now_{};
  std::uint32_t clock_reads_{};  ///< since a deadline last fired
  std::uint32_t idle_steps_{};   ///< in a row
  std::uint64_t last_idle_step_{};
  std::uint64_t last_spin_step_{};
  std::uint64_t last_work_step_{};
  std::uint32_t plain_reads_{};   ///< in a row
  std::uint32_t plain_writes_{};  ///< since that was last asked
  unsigned environment_left_{};
  bool fair_{};
  bool running_{};
  bool memory_points_{};
  bool wants_plain_{};
  const address_set* racy_{};
  ending end_{};
  std::string message_;
  std::vector<stuck_thread> stuck_;
};

extern runtime rt;

}  // namespace selvage::engine

// An execution from its beginning to its end: threads are born and finish, what is stuck is described, everything
// is forgotten.

#include <algorithm>
#include <cstring>

#include "src/engine/descriptor_table.h"
#include "src/engine/descriptor_wait.h"
#include "src/engine/fatal.h"
#include "src/engine/heap.h"
#include "src/engine/image.h"
#include "src/engine/keys.h"
#include "src/engine/lost_blocks.h"
#include "src/engine/memory_model.h"
#include "src/engine/parked_thread.h"
#include "src/engine/real.h"
#include "src/engine/scheduling.h"
#include "src/engine/system_images.h"

namespace selvage::engine {

/// Where every fiber begins. An exception that leaves `start` finds no frame below this one and so terminates with
/// its stack intact.
void thread_entry() {
  rt.leave();
  thread& t = *rt.current;
  if (t.body != nullptr)
    t.body(t.argument);
  else
    t.result = t.start(t.argument);
  rt.finish_current();
}

thread& runtime::slot(thread_id id) {
  if (threads_[id] == nullptr) {
    auto t = std::make_unique<thread>();
    t->id = id;
    park_new_thread(*t);
    const auto handle = [](const thread* other) { return other->handle; };
    by_handle_.insert(std::ranges::lower_bound(by_handle_, t->handle, {}, handle), t.get());
    threads_[id] = std::move(t);
  }
  return *threads_[id];
}

thread& runtime::spawn(void* (*start)(void*), thread_function body, void* argument) noexcept {
  if (thread_count_ == max_threads)
    stop(ending::unsupported, "more than " + std::to_string(max_threads) + " threads in one execution");
  const thread_id id = thread_count_++;
  thread& t = slot(id);
  t.ctx.sp = prepare_stack(t.stack_top, thread_entry);
  forget_libc_words(t.ctx);
  t.locale = LC_GLOBAL_LOCALE;
  t.state = thread_state::blocked;
  t.event = op_kind::start;
  t.enabled = t.sleeping = t.client = t.outside = t.counted_busy = t.counted_asleep = t.yielded = t.detached = t.joined = false;
  t.reason = wake_reason::none;
  t.queue = nullptr;
  t.ignored_reads = t.ignored_writes = t.allowed_leaks = 0;
  t.next = t.previous = nullptr;
  t.waits_on = t.relock = nullptr;
  t.deadline = t.first_deadline = t.last_deadline = no_deadline;
  t.joiners = {};
  t.start = start;
  t.body = body;
  t.argument = argument;
  t.result = nullptr;
  t.parent = current != nullptr ? current->id : no_thread;
  t.number = current != nullptr ? current->children++ : std::uint16_t{0};
  t.children = 0;
  t.last_ran = 0;
  t.at_exit.clear();
  t.keys.clear();
  restore_thread_locals(t);
  pending_[id] = {op_kind::start, 0, nullptr};
  points_[id] = 0;
  decision_.pending = {pending_.data(), thread_count_};
  decision_.points = {points_.data(), thread_count_};
  ++live_;
  make_ready(t);
  strategy_->spawned(id, t.parent);
  if (watch != nullptr) [[unlikely]] watch->spawned(id, t.parent);
  return t;
}

void runtime::join(thread& t, std::int64_t deadline) noexcept {
  point_here(op_kind::join, &t);
  if (t.state != thread_state::finished) block_here(op_kind::join, &t, &t.joiners, nullptr, deadline);
  if (watch != nullptr && t.state == thread_state::finished) [[unlikely]] watch->joined(current->id, t.id);
}

void runtime::finish_current() noexcept {
  thread& t = *current;
  // In control: destructors of thread_local objects are code under test.
  while (!t.at_exit.empty()) {
    const exit_action action = t.at_exit.back();
    t.at_exit.pop_back();
    action.function(action.argument);
  }
  run_key_destructors();
  enter();
  if (watch != nullptr) [[unlikely]] watch->finished(t.id);
  t.state = thread_state::finished;
  strategy_->finished(t.id, points_[t.id]);
  --live_;
  --movable_;
  set_enabled(t, false);
  recount(t);
  while (!t.joiners.empty()) wake(*t.joiners.head, wake_reason::granted);
  reschedule_here();
  __builtin_unreachable();
}

void runtime::to_root() noexcept {
  before_switch(nullptr);
  switch_threads(way_.way, current->ctx, root_);
  __builtin_unreachable();
}

void runtime::stop(ending e, std::string message) noexcept {
  enter();
  if (watch != nullptr) [[unlikely]] watch->stops(e);
  end_ = e;
  message_ = std::move(message);
  std::string().swap(message);  // this frame is abandoned: nothing in it is destroyed
  to_root();
}

void runtime::nothing_enabled() noexcept {
  if (live_ == 0) to_root();
  describe_stuck();
  if (threads_[0]->state == thread_state::finished)
    stop(ending::leaked_thread, std::to_string(live_) + " thread(s) never finish");
  stop(ending::deadlock, "nothing can move");
}

thread* runtime::by_handle(pthread_t handle) noexcept {
  const auto found = std::ranges::lower_bound(by_handle_, handle, {}, [](const thread* t) { return t->handle; });
  if (found == by_handle_.end() || (*found)->handle != handle || (*found)->id >= thread_count_) return nullptr;
  return *found;
}

void runtime::forget_values(pthread_key_t key) noexcept {
  for (thread_id id = 0; id < thread_count_; ++id)
    std::erase_if(threads_[id]->keys, [key](const key_value& v) { return v.key == key; });
}

// ---- descriptions ----

std::string runtime::thread_name(thread_id id) const {
  const thread& t = *threads_[id];
  if (t.parent == no_thread) return "main";
  return thread_name(t.parent) + "." + std::to_string(t.number);
}

std::string runtime::describe(const kernel_object& o) const {
  std::string text = std::string(name(o.kind)) + " " + std::to_string(o.number);
  if (o.owner != no_thread) text += ", held by " + thread_name(o.owner);
  return text;
}

void runtime::describe_stuck() {
  stuck_.clear();
  for (thread_id id = 0; id < thread_count_; ++id) {
    const thread& t = *threads_[id];
    if (t.state == thread_state::finished) continue;
    std::string waits;
    if (t.state == thread_state::ready)
      waits = std::string("runs, at ") + name(pending_[id].kind);
    else if (const awaited* const a = waiting.of(t); a != nullptr)
      waits = a->describe();
    else if (t.waits_on != nullptr)
      waits = std::string(name(t.wait_kind)) + " on " + describe(*t.waits_on);
    else
      waits = name(t.wait_kind);
    if (t.state == thread_state::blocked && t.wait_kind == op_kind::join)
      for (thread_id other = 0; other < thread_count_; ++other)
        if (pending_[id].object == threads_[other].get()) waits = "join of " + thread_name(other);
    stuck_.push_back({id, thread_name(id), std::move(waits)});
  }
}

// ---- what a switch needs now and then ----

void runtime::images_changed() {
  way_ = choose_switch(told_ != nullptr);
  root_ = context_of_os_thread(&root_dtv_);
}

void runtime::prepare_switch(const thread* to) noexcept {
  if (told_ != nullptr && way_.way == switch_way::exchange) told_(to);
  // Where a switch writes FS, each thread's locale is in its own block.
  if (locales_ != 0 && way_.way == switch_way::exchange)
    real().uselocale(to != nullptr ? to->locale : LC_GLOBAL_LOCALE);
}

locale_t runtime::use_locale(locale_t wanted) noexcept {
  thread& t = *current;
  const locale_t before = t.locale;
  if (wanted == nullptr) return before;
  if (real().uselocale(wanted) == nullptr) return nullptr;
  t.locale = wanted;
  switch_needs_more_ = true;
  locales_ += static_cast<std::uint32_t>(wanted != LC_GLOBAL_LOCALE) - static_cast<std::uint32_t>(before != LC_GLOBAL_LOCALE);
  return before;
}

void runtime::forget_locales() noexcept {
  if (locales_ == 0) return;
  for (thread_id id = 0; id < thread_count_; ++id)
    if (threads_[id]->locale != LC_GLOBAL_LOCALE) on_behalf_of(*threads_[id], [] { real().uselocale(LC_GLOBAL_LOCALE); });
  real().uselocale(LC_GLOBAL_LOCALE);
  locales_ = 0;
  switch_needs_more_ = told_ != nullptr;
}

// ---- the execution ----

namespace {

// The unwinder sets itself up at its first use, through pthread_once: an execution should not be the first.
void use_unwinder_once() {
  try {
    throw 0;
  } catch (int) {
  }
}

}  // namespace

void runtime::begin(const settings& options) {
  catch_fatal();
  if (!started_) {
    images_changed();
    arena.reserve(options.heap_bytes);
    find_system_images();
    use_unwinder_once();
    descriptors.reserve();
    snapshot_globals();
    choices_.reserve(1U << 16);
    timed_.reserve(max_threads);
    started_ = true;
  }
  options_ = &options;
  memory_points_ = options.memory_points;
  racy_ = options.racy != nullptr && !options.racy->empty() ? options.racy : nullptr;
  watch = options.watch;
  model = options.model;
  if (model != nullptr) {
    model->precede(watch);
    watch = model;
  }
  wants_plain_ = memory_points_ || racy_ != nullptr || (watch != nullptr && watch->wants_plain());
  arena.begin(options.heap);
  descriptors.begin();
  lost.begin();
  enabled_.clear();
  timed_.clear();
  choices_.clear();
  stuck_.clear();
  message_.clear();
  thread_count_ = live_ = 0;
  movable_ = 0;
  busy_ = asleep_in_call_ = 0;
  steps_ = decisions_ = switches_ = 0;
  step_limit_ = options.max_steps;
  now_ = 0;
  clock_reads_ = idle_steps_ = 0;
  last_idle_step_ = last_spin_step_ = 0;
  plain_reads_ = plain_writes_ = 0;
  last_work_step_ = 0;
  environment_left_ = options.spurious || options.interrupts ? options.environment_limit : 0;
  fair_ = false;
  end_ = ending::finished;
  ++execution_number_;
  current = nullptr;
  if (watch != nullptr) [[unlikely]] watch->begins();
  settling_ = nullptr;
}

void runtime::finish(execution& result) {
  result.end = end_;
  result.steps = steps_;
  result.switches = switches_;
  result.leaked_bytes = end_ == ending::finished ? lost.search() : arena.live_bytes();
  result.schedule = choices_;
  result.findings = result.warnings = result.notes = {};
  if (end_ == ending::finished) {
    result.message.clear();
    result.stuck.clear();
  } else {
    result.message = message_;
    result.stuck = stuck_;
  }
  if (watch != nullptr) [[unlikely]] watch->ends(result);
  watch = nullptr;
  model = nullptr;
  forget_locales();
  forget_keys();
  descriptors.forget_all();
  objects.forget_all();
  arena.reset();
  restore_globals();
}

bool runtime::run(strategy& s, std::uint64_t index, thread_function body, void* argument, const settings& options,
                  execution& result) {
  if (!s.begin(index)) return false;
  strategy_ = &s;
  begin(options);
  thread& t = spawn(nullptr, body, argument);
  current = &t;
  running_ = true;
  before_switch(&t);
  switch_threads(way_.way, root_, t.ctx);
  running_ = false;
  active_tp = 0;
  s.end();
  finish(result);
  return true;
}

}  // namespace selvage::engine

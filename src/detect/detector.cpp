#include "src/detect/detector.h"

#include <string>
#include <utility>

#include "src/detect/leaks.h"
#include "src/engine/heap.h"
#include "src/engine/runtime.h"

namespace selvage::detect {

using engine::finding_kind;
using engine::hold;
using engine::op_kind;
using engine::rt;

namespace {

thread_id running() noexcept { return rt.current->id; }
std::uintptr_t number_of(const void* p) noexcept { return reinterpret_cast<std::uintptr_t>(p); }

bool is_lock(const engine::kernel_object& o) noexcept {
  return o.kind == engine::kernel_kind::mutex || o.kind == engine::kernel_kind::rwlock ||
         o.kind == engine::kernel_kind::spinlock;
}

}  // namespace

options options_of(std::string_view list) {
  const auto names = "," + std::string(list) + ",";
  const auto has = [&](const char* name) {
    return list == "all" || names.find("," + std::string(name) + ",") != std::string::npos;
  };
  return {.races = has("races"),
          .heap = has("heap"),
          .leaks = has("leaks"),
          .locks = has("locks"),
          .wakeups = has("wakeups"),
          .notes = list != "none"};
}

detector::detector(const options& o, order::clocks* clocks)
    : options_(o), clocks_(clocks == nullptr ? &own_ : clocks), keeps_(clocks == nullptr && o.races) {}

void detector::capture() noexcept {
  capture_.take();
  next_capture_ = capture_.next();
}

// ---- the execution ----

void detector::begins() noexcept {
  findings_.clear();
  warnings_.clear();
  notes_.clear();
  objects_.forget_all();
  if (keeps_) own_.begin();
  if (options_.races) order_.begin(*clocks_);
  if (options_.locks) locks_.begin();
  capture_.begin();
  next_capture_ = capture_.next();
  event_ = 0;
  stopped_ = false;
}

void detector::ends(engine::execution& result) noexcept {
  using engine::ending;
  const bool stuck = result.end == ending::deadlock || result.end == ending::leaked_thread;
  if (stuck && options_.wakeups) sleepers_.explain(result.stuck, locks_, findings_);
  if (options_.locks && result.end != ending::deadlock) locks_.find_inversions(warnings_);
  if (options_.leaks && result.end == ending::finished) report_leaks(engine::lost, findings_);
  for (const auto& f : findings_.all())
    if (f.kind == finding_kind::data_race) racy_.insert(f.address);
  result.findings = findings_.all();
  result.warnings = warnings_.all();
  result.notes = notes_.all();
}

void detector::stops(engine::ending how) noexcept {
  using engine::ending;
  finding_kind kind = finding_kind::stopped;
  switch (how) {
    case ending::finished:
    case ending::deadlock:
    case ending::leaked_thread:
    case ending::step_limit:
    case ending::unsupported:
    case ending::double_free:
    case ending::finding:
    case ending::stopped:
      return;
    case ending::misuse:
      kind = finding_kind::misuse;
      break;
    case ending::crash:
    case ending::aborted:
    case ending::assertion:
    case ending::uncaught_exception:
    case ending::exited:
      break;
  }
  if (std::exchange(stopped_, true)) return;
  const std::uint32_t event = next_event();
  if (engine::finding* f = findings_.add(kind); f != nullptr) add_deed(*f, engine::deed::ended, running(), event);
}

// ---- threads ----

void detector::spawned(thread_id child, thread_id parent) noexcept {
  if (keeps_) own_.spawned(child, parent);
  if (options_.locks) locks_.spawned(child, parent);
  sleepers_.spawned(child);
}

void detector::joined(thread_id t, thread_id finished) noexcept {
  if (keeps_) own_.joined(t, finished);
  if (options_.locks) locks_.joined(t, finished);
}

// ---- objects ----

// Using an object reads its memory: after it was freed, or while somebody makes it, that is an error.
void detector::touch(engine::kernel_object& o, thread_id t, std::uint32_t event) {
  if (options_.races) order_.access(t, access_kind::atomic_read, number_of(o.address), 1, event);
}

void detector::attempts(op_kind, engine::kernel_object& o) noexcept {
  const thread_id t = running();
  const std::uint32_t event = next_event();
  touch(o, t, event);
  sleepers_.sleeps(t, &o, event);
}

void detector::sleeps(op_kind k, engine::kernel_object* o) noexcept {
  const thread_id t = running();
  const std::uint32_t event = next_event();
  if (o != nullptr && k != op_kind::once) touch(*o, t, event);
  sleepers_.sleeps(t, o, event);
}

void detector::notifies(engine::kernel_object& o, std::uint32_t waiters) noexcept {
  const thread_id t = running();
  const std::uint32_t event = next_event();
  // A wake names its futex but does not read it: it may come after the word is gone.
  if (o.kind != engine::kernel_kind::futex) touch(o, t, event);
  sleepers_.notified(o, t, waiters, event);
}

void detector::acquired(engine::kernel_object& o, hold how) noexcept {
  const thread_id t = running();
  const std::uint32_t event = next_event();
  if (keeps_) own_.acquired(o, how, t);
  if (!is_lock(o)) return;
  touch(o, t, event);
  if (options_.locks) locks_.acquired(o, t, how == hold::shared, !rt.tries(), event);
}

void detector::released(engine::kernel_object& o, hold how) noexcept {
  const thread_id t = running();
  const std::uint32_t event = next_event();
  if (how != hold::once) touch(o, t, event);
  if (keeps_) own_.released(o, how, t);
  if (options_.locks && is_lock(o)) locks_.released(o, t);
}

// ---- memory ----

void detector::atomic(op_kind k, const void* a, std::size_t size, int order) noexcept {
  const std::uint32_t event = next_event();
  if (!options_.races) return;
  const thread_id t = running();
  const std::uintptr_t at = number_of(a);
  if (keeps_ && k != op_kind::atomic_store) order_.atomic_acquire(t, at, order);
  order_.access(t, k == op_kind::atomic_load ? access_kind::atomic_read : access_kind::atomic_write, at, size, event);
  if (keeps_ && k != op_kind::atomic_load) order_.atomic_release(t, k, at, order);
}

void detector::read_old(const engine::old_read& r) noexcept {
  if (!options_.notes) return;
  engine::finding* f = notes_.add(finding_kind::old_value, r.address);
  if (f == nullptr) return;
  f->size = r.value;
  f->count = r.newer;
  const auto size = static_cast<std::uint32_t>(r.size);
  add_deed(*f, engine::deed::atomic_read, running(), event_, r.address, size);
  add_deed(*f, engine::deed::atomic_write, r.writer, r.event, r.address, size);
}

void detector::fence(int order) noexcept {
  if (keeps_) own_.fence(running(), order);
}

void detector::plain(op_kind k, const void* a, std::size_t size) noexcept {
  const std::uint32_t event = next_event();
  if ((k == op_kind::plain_read ? rt.current->ignored_reads : rt.current->ignored_writes) > 0) return;
  order_.access(running(), k == op_kind::plain_read ? access_kind::read : access_kind::write, number_of(a), size,
                event);
}

void detector::allocated(void* p, std::size_t size) noexcept {
  const std::uint32_t event = next_event();
  auto& h = engine::arena.at(p);
  h.event = event;
  h.thread = running();
  if (options_.races) order_.allocated(number_of(p), size);
}

namespace {

/// Who allocated the block, when that was in this execution.
void add_allocation(engine::finding& f, const void* block) {
  const auto& h = engine::arena.at(block);
  if (h.thread == engine::no_thread) return;
  add_deed(f, engine::deed::allocated, static_cast<thread_id>(h.thread), h.event, block,
           static_cast<std::uint32_t>(h.size));
}

}  // namespace

void detector::freed(void* p, std::size_t size, engine::allocator came_from, engine::allocator how) noexcept {
  const thread_id t = running();
  const std::uint32_t event = next_event();
  if (options_.heap && came_from != how) {
    if (engine::finding* f = findings_.add(finding_kind::mismatched_free, p); f != nullptr) {
      add_deed(*f, engine::deed::freed, t, event, p);
      add_allocation(*f, p);
    }
  }
  if (options_.races) order_.freed(t, number_of(p), size, event);
}

void detector::wrongly_freed(void* p, bool before) noexcept {
  const std::uint32_t event = next_event();
  engine::finding* f = findings_.add(before ? finding_kind::double_free : finding_kind::invalid_free, p);
  if (f == nullptr) return;
  add_deed(*f, engine::deed::freed, running(), event, p);
  if (!before) return;
  if (options_.races) order_.add_free(*f, number_of(p));
  add_allocation(*f, p);
}

}  // namespace selvage::detect

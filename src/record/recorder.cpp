#include "src/record/recorder.h"

#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

#include <algorithm>
#include <utility>

#include "src/engine/runtime.h"

namespace selvage::record {

using engine::op_kind;
using engine::rt;
using engine::thread_id;

namespace {

constexpr std::size_t deepest = 64;

_Unwind_Reason_Code add_frame(_Unwind_Context* context, void* into) {
  auto& stack = *static_cast<std::vector<std::uintptr_t>*>(into);
  const std::uintptr_t pc = _Unwind_GetIP(context);
  if (pc == 0 || stack.size() == deepest) return _URC_END_OF_STACK;
  stack.push_back(pc);
  return _URC_NO_REASON;
}

/// Through the kernel: the memory may be gone by the time the next step comes.
bool read_memory(const void* from, std::size_t size, std::uint64_t& into) noexcept {
  into = 0;
  iovec here{&into, size};
  iovec there{const_cast<void*>(from), size};
  return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == static_cast<ssize_t>(size);
}

}  // namespace

recorder::recorder(engine::observer* next, const detect::detector* detector)
    : forwarding_observer(next), detector_(detector) {}

// ---- writing down ----

step& recorder::add(act what, thread_id t) {
  complete_values();
  if (steps_.size() >= most_steps) {
    ++left_out_;
    return spare_ = {};
  }
  step& s = steps_.emplace_back();
  s.what = what;
  s.thread = t;
  if (last_ != engine::no_thread && last_ != t && last_ < rt.thread_count()) {
    const engine::thread& before = rt.at(last_);
    s.preempts = before.state == engine::thread_state::ready && before.enabled;
  }
  last_ = t;
  return s;
}

step& recorder::add(act what) noexcept {
  step& s = add(what, rt.current->id);
  stack now;
  _Unwind_Backtrace(add_frame, &now);
  std::size_t hash = now.size();
  for (const auto pc : now) hash = hash * 0x9e3779b97f4a7c15U + pc;
  auto& same_hash = known_stacks_[hash];
  for (const auto i : same_hash) {
    if (stacks_[i] != now) continue;
    s.stack = i;
    return s;
  }
  s.stack = static_cast<std::uint32_t>(stacks_.size());
  same_hash.push_back(s.stack);
  stacks_.push_back(std::move(now));
  return s;
}

void recorder::number(step& s) const noexcept {
  if (detector_ != nullptr) s.event = detector_->events();
}

std::uint32_t recorder::object_at(const void* address, const engine::kernel_object* o, std::size_t size) {
  const auto [at, is_new] = known_objects_.try_emplace(address, static_cast<std::uint32_t>(objects_.size()));
  if (is_new) objects_.push_back({address, nullptr, 0, static_cast<std::uint8_t>(std::min<std::size_t>(size, 255))});
  met& m = objects_[at->second];
  // A futex is the word that threads wait for: memory.
  if (o != nullptr && o->kind != engine::kernel_kind::futex) {
    m.kind = engine::name(o->kind);
    m.number = o->number;
  }
  return at->second;
}

/// What the last step left behind.
void recorder::complete_values() noexcept {
  if (steps_.empty()) return;
  step& s = steps_.back();
  if (s.values != 1 || !changes_memory(s.what)) return;
  if (read_memory(objects_[s.object].address, s.count, s.value[1])) s.values = 2;
}

void recorder::access(act what, const void* a, std::size_t size, int order) noexcept {
  step& s = add(what);
  s.object = object_at(a, nullptr, size);
  s.how = static_cast<std::uint8_t>(order);
  s.count = static_cast<std::uint32_t>(size);
  if (size <= sizeof s.value[0] && read_memory(a, size, s.value[0])) s.values = 1;
  number(s);
}

std::uint32_t recorder::change(std::uint32_t object, std::uint32_t back) const noexcept {
  for (std::size_t i = steps_.size(); i-- != 0;)
    if (steps_[i].object == object && changes_memory(steps_[i].what) && --back == 0)
      return static_cast<std::uint32_t>(i);
  return step::none;
}

void recorder::label(std::uint32_t index) noexcept {
  rt.enter();
  add(act::labels).count = index;
  rt.leave();
}

// ---- the execution ----

void recorder::begins() noexcept {
  steps_.clear();
  objects_.clear();
  known_objects_.clear();
  stacks_.clear();
  known_stacks_.clear();
  parents_.clear();
  last_ = engine::no_thread;
  left_out_ = 0;
  forwarding_observer::begins();
}

void recorder::ends(engine::execution& result) noexcept {
  complete_values();
  forwarding_observer::ends(result);
}

void recorder::stops(engine::ending how) noexcept {
  using engine::ending;
  forwarding_observer::stops(how);
  if (how == ending::deadlock || how == ending::leaked_thread || how == ending::step_limit) return;
  if (!steps_.empty() && steps_.back().what == act::stops) return;
  number(add(act::stops));
}

void recorder::spawned(thread_id child, thread_id parent) noexcept {
  forwarding_observer::spawned(child, parent);
  parents_.push_back(parent);
  if (parent != engine::no_thread) add(act::starts).other = child;
}

void recorder::finished(thread_id t) noexcept {
  forwarding_observer::finished(t);
  add(act::ends, t);
}

void recorder::joined(thread_id t, thread_id finished) noexcept {
  forwarding_observer::joined(t, finished);
  add(act::joins).other = finished;
}

void recorder::attempts(op_kind k, engine::kernel_object& o) noexcept {
  forwarding_observer::attempts(k, o);
  step& s = add(act::attempts);
  s.kind = k;
  s.object = object_at(o.address, &o, 0);
  number(s);
}

void recorder::sleeps(op_kind k, engine::kernel_object* o) noexcept {
  forwarding_observer::sleeps(k, o);
  step& s = add(act::sleeps);
  s.kind = k;
  if (o != nullptr) s.object = object_at(o->address, o, 0);
  number(s);
}

void recorder::notifies(engine::kernel_object& o, std::uint32_t waiters) noexcept {
  forwarding_observer::notifies(o, waiters);
  step& s = add(act::notifies);
  s.object = object_at(o.address, &o, 0);
  s.count = waiters;
  number(s);
}

void recorder::wakes(thread_id t) noexcept {
  forwarding_observer::wakes(t);
  if (rt.current->id != t) add(act::wakes, rt.current->id).other = t;
}

void recorder::fires(thread_id t, op_kind k) noexcept {
  forwarding_observer::fires(t, k);
  add(act::fires, t).kind = k;
}

void recorder::yields() noexcept {
  forwarding_observer::yields();
  add(act::yields);
}

void recorder::acquired(engine::kernel_object& o, engine::hold how) noexcept {
  forwarding_observer::acquired(o, how);
  step& s = add(act::takes);
  s.object = object_at(o.address, &o, 0);
  s.how = static_cast<std::uint8_t>(how);
  number(s);
}

void recorder::released(engine::kernel_object& o, engine::hold how) noexcept {
  forwarding_observer::released(o, how);
  step& s = add(act::gives);
  s.object = object_at(o.address, &o, 0);
  s.how = static_cast<std::uint8_t>(how);
  number(s);
}

void recorder::atomic(op_kind k, const void* a, std::size_t size, int order) noexcept {
  forwarding_observer::atomic(k, a, size, order);
  access(k == op_kind::atomic_load    ? act::loads
         : k == op_kind::atomic_store ? act::stores
                                      : act::updates,
         a, size, order);
}

void recorder::read_old(const engine::old_read& r) noexcept {
  forwarding_observer::read_old(r);
  if (left_out_ != 0) return;
  step& s = steps_.back();
  s.value[0] = r.value;
  s.values = 1;
  s.newer = r.newer;
  s.missed = change(s.object, r.newer);
}

void recorder::fence(int order) noexcept {
  forwarding_observer::fence(order);
  add(act::fences).how = static_cast<std::uint8_t>(order);
}

void recorder::plain(op_kind k, const void* a, std::size_t size) noexcept {
  forwarding_observer::plain(k, a, size);
  access(k == op_kind::plain_read ? act::reads : act::writes, a, size, 0);
}

void recorder::allocated(void* p, std::size_t size) noexcept {
  forwarding_observer::allocated(p, size);
  step& s = add(act::allocates);
  s.object = object_at(p, nullptr, 0);
  s.count = static_cast<std::uint32_t>(size);
  number(s);
}

void recorder::freed(void* p, std::size_t size, engine::allocator came_from, engine::allocator how) noexcept {
  forwarding_observer::freed(p, size, came_from, how);
  step& s = add(act::frees);
  s.object = object_at(p, nullptr, 0);
  s.count = static_cast<std::uint32_t>(size);
  number(s);
}

void recorder::wrongly_freed(void* p, bool before) noexcept {
  forwarding_observer::wrongly_freed(p, before);
  step& s = add(act::frees);
  s.object = object_at(p, nullptr, 0);
  number(s);
}

}  // namespace selvage::record

#include "src/detect/happens_before.h"

#include <bit>

#include "src/engine/heap.h"
#include "src/engine/runtime.h"

namespace selvage::detect {
namespace {

using engine::op_kind;

constexpr bool writes(access_kind k) { return k != access_kind::read && k != access_kind::atomic_read; }
constexpr bool is_atomic(access_kind k) { return k == access_kind::atomic_read || k == access_kind::atomic_write; }

constexpr bool conflicting(access_kind a, access_kind b) {
  return (writes(a) || writes(b)) && !(is_atomic(a) && is_atomic(b));
}

// Whatever conflicts with `earlier` conflicts with `later` too: ordered after it, `later` stands for both.
constexpr bool dominates(access_kind later, access_kind earlier) {
  switch (later) {
    case access_kind::freed:
    case access_kind::write:
      return true;
    case access_kind::atomic_write:
      return is_atomic(earlier);
    case access_kind::read:
      return !writes(earlier);
    case access_kind::atomic_read:
      return earlier == access_kind::atomic_read;
  }
  return false;
}

engine::deed deed_of(access_kind k) {
  switch (k) {
    case access_kind::read:
      return engine::deed::read;
    case access_kind::write:
      return engine::deed::write;
    case access_kind::atomic_read:
      return engine::deed::atomic_read;
    case access_kind::atomic_write:
      return engine::deed::atomic_write;
    case access_kind::freed:
      return engine::deed::freed;
  }
  return engine::deed::write;
}

}  // namespace

void happens_before::begin(order::clocks& clocks) noexcept {
  clocks_ = &clocks;
  shadow_.forget_all();
  atomics_.forget_all();
  further_.forget_all();
}

// ---- atomics ----

happens_before::atomic_object& happens_before::atomic_at(std::uintptr_t a) {
  shadow_cell& c = shadow_.at(a);
  const auto offset = static_cast<std::uint8_t>(a % shadow_memory::granule_bytes);
  for (std::uint32_t i = c.atomics; i != 0; i = atomics_[i].next)
    if (atomics_[i].offset == offset) return atomics_[i];
  const std::uint32_t i = atomics_.take();
  atomic_object& o = atomics_[i];
  o.next = c.atomics;
  o.offset = offset;
  o.release.clear();
  c.atomics = i;
  return o;
}

void happens_before::atomic_acquire(thread_id t, std::uintptr_t a, int order) {
  const shadow_cell& c = shadow_.at(a);
  if (c.generation != shadow_.generation() || c.atomics == 0) return;
  clocks_->take_in(t, atomic_at(a).release.entries(), order);
}

void happens_before::atomic_release(thread_id t, op_kind k, std::uintptr_t a, int order) {
  atomic_object& o = atomic_at(a);
  // A store begins a release sequence, a read-modify-write goes on with the one it read from ([intro.races]/5).
  const vector_clock& carried = clocks_->handed_on(t, order);
  if (k == op_kind::atomic_store)
    o.release.assign(carried);
  else
    o.release.join(carried);
  if (order::releases(order)) clocks_->advance(t);
}

// ---- accesses ----

void happens_before::compare(shadow_cell& c, const access_record& now, std::uintptr_t a) {
  if (c.freed && (c.records[0].mask & now.mask) != 0) after_free(c.records[0], now, a);
  if (now.kind == access_kind::write) forget_atomics(c, now.mask);
  const auto superseded = [&](access_record& r) {
    if ((r.mask & now.mask) == 0) return false;
    const bool before = ordered(r, now);
    if (!before && conflicting(r.kind, now.kind) && !c.raced) race(c, r, now, a);
    if (before && dominates(now.kind, r.kind)) r.mask = static_cast<std::uint8_t>(r.mask & ~now.mask);
    return r.mask == 0;
  };
  for (std::uint8_t i = 0; i < c.count;) {
    access_record& r = c.records[i];
    // The same thread in the same epoch: nothing that races with this access does not race with that one.
    if (r.thread == now.thread && r.clock == now.clock && (now.mask & ~r.mask) == 0 && dominates(r.kind, now.kind))
      return;
    if (superseded(r))
      r = c.records[--c.count];
    else
      ++i;
  }
  for (std::uint32_t* link = &c.more; *link != 0;) {
    further_record& f = further_[*link];
    if (superseded(f.record))
      *link = f.next;
    else
      link = &f.next;
  }
  if (c.count < shadow_cell::inline_records) {
    c.records[c.count++] = now;
    return;
  }
  const std::uint32_t i = further_.take();
  further_[i] = {now, c.more};
  c.more = i;
}

// A plain write makes a new object there: what the old one's value carried is gone.
void happens_before::forget_atomics(shadow_cell& c, std::uint8_t mask) noexcept {
  for (std::uint32_t* link = &c.atomics; *link != 0;) {
    atomic_object& o = atomics_[*link];
    if ((mask >> o.offset & 1) != 0)
      *link = o.next;
    else
      link = &o.next;
  }
}

namespace {

const void* address_of(std::uintptr_t a, const access_record& r) noexcept {
  const std::uintptr_t granule = a - a % shadow_memory::granule_bytes;
  return reinterpret_cast<const void*>(granule + static_cast<unsigned>(std::countr_zero(r.mask)));
}

void add_access(engine::finding& f, const access_record& r, std::uintptr_t a) {
  add_deed(f, deed_of(r.kind), r.thread, r.event, address_of(a, r), static_cast<std::uint32_t>(std::popcount(r.mask)));
}

}  // namespace

void happens_before::add_block(engine::finding& f, const void* address) {
  if (!engine::arena.contains(address)) return;
  void* const block = engine::arena.block_around(address);
  if (block == nullptr) return;
  const auto& h = engine::arena.at(block);
  add_deed(f, engine::deed::allocated, static_cast<thread_id>(h.thread), h.event, block,
           static_cast<std::uint32_t>(h.size));
}

void happens_before::after_free(const access_record& before, const access_record& now, std::uintptr_t a) {
  if (engine::finding* f = findings_.add(engine::finding_kind::use_after_free, address_of(a, now)); f != nullptr) {
    add_access(*f, now, a);
    add_deed(*f, engine::deed::freed, before.thread, before.event);
    add_block(*f, f->address);
  }
  engine::rt.stop(engine::ending::finding, "memory is used after it was freed");
}

void happens_before::race(shadow_cell& c, const access_record& before, const access_record& now, std::uintptr_t a) {
  c.raced = true;
  if (freeing_ && findings_.last_is(engine::finding_kind::data_race, now.event)) return;
  engine::finding* f = findings_.add(engine::finding_kind::data_race, address_of(a, now));
  if (f == nullptr) return;
  add_access(*f, now, a);
  add_access(*f, before, a);
  add_block(*f, f->address);
}

void happens_before::freed(thread_id t, std::uintptr_t a, std::size_t size, std::uint32_t event) {
  const std::uintptr_t begin = a;
  const std::uintptr_t end = a + (size == 0 ? 1 : size);
  freeing_ = true;
  access(t, access_kind::write, a, end - a, event);
  freeing_ = false;
  const std::uint32_t clock = clocks_->of(t).at(t);
  for (a = begin; a < end; a += shadow_memory::granule_bytes) {
    shadow_cell& c = shadow_.at(a);
    c.atomics = c.more = 0;
    c.count = 1;
    c.freed = true;
    const std::size_t n = std::min<std::size_t>(end - a, shadow_memory::granule_bytes);
    c.records[0] = {clock, event, t, static_cast<std::uint8_t>((1U << n) - 1U), access_kind::freed};
  }
}

void happens_before::add_free(engine::finding& f, std::uintptr_t a) {
  const shadow_cell& c = shadow_.at(a);
  if (c.generation != shadow_.generation() || !c.freed) return;
  add_deed(f, engine::deed::freed, c.records[0].thread, c.records[0].event);
}

void happens_before::allocated(std::uintptr_t a, std::size_t size) noexcept {
  const shadow_cell& first = shadow_.at(a);
  if (first.generation != shadow_.generation() || !first.freed) return;
  for (const std::uintptr_t end = a + size; a < end; a += shadow_memory::granule_bytes) shadow_.at(a).generation = 0;
}

}  // namespace selvage::detect

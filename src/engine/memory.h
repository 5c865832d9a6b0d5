#pragma once

#include <cstdint>

#include "src/engine/runtime.h"

/// Every atomic access of controlled code goes through here. Controlled code runs on one OS thread, so the access
/// itself is plain; the order is the interleaving (sequential consistency). Memory orders are taken so that a store
/// history with reads-from choices can stand behind these functions without touching their callers.
namespace selvage::engine::memory {

using order = int;  // the ABI's numbers, those of __ATOMIC_*

// Apart from `access`, so that the order need not outlive the scheduling point where nobody watches.
[[gnu::noinline]] inline void watched_access(op_kind k, const void* a, std::uint8_t size, order o) noexcept {
  rt.enter();
  rt.point(k, a, size);
  rt.watch->atomic(k, a, size, o);
  rt.leave();
}

template <class T>
void access(op_kind k, const volatile T* a, order o) noexcept {
  if (rt.watch != nullptr) [[unlikely]] {
    watched_access(k, const_cast<const T*>(a), sizeof(T), o);
    return;
  }
  rt.enter();
  rt.point(k, const_cast<const T*>(a), sizeof(T));
  rt.leave();
}

template <class T>
[[gnu::noinline]] void watched_compare(const volatile T* a, T expected, order success, order failure) noexcept {
  rt.enter();
  rt.point(op_kind::atomic_rmw, const_cast<const T*>(a), sizeof(T));
  const bool replaces = *a == expected;
  rt.watch->atomic(replaces ? op_kind::atomic_rmw : op_kind::atomic_load, const_cast<const T*>(a), sizeof(T),
                   replaces ? success : failure);
  rt.leave();
}

template <class T>
T load(const volatile T* a, order o) noexcept {
  access(op_kind::atomic_load, a, o);
  return *a;
}

template <class T>
void store(volatile T* a, T v, order o) noexcept {
  access(op_kind::atomic_store, a, o);
  *a = v;
}

/// Replaces the value by `f` of it and returns the old one.
template <class T, class F>
T update(volatile T* a, order o, F f) noexcept {
  access(op_kind::atomic_rmw, a, o);
  const T old = *a;
  *a = f(old);
  return old;
}

/// Returns the value found; it was replaced when it equals `expected`.
template <class T>
T compare_exchange(volatile T* a, T expected, T desired, order success, order failure) noexcept {
  if (rt.watch != nullptr) [[unlikely]] {
    watched_compare(a, expected, success, failure);
  } else {
    rt.enter();
    rt.point(op_kind::atomic_rmw, const_cast<const T*>(a), sizeof(T));
    rt.leave();
  }
  const T old = *a;
  if (old == expected) *a = desired;
  return old;
}

/// A fence. No scheduling point: under sequential consistency it orders nothing that is not ordered already.
inline void fence(order o) noexcept {
  if (rt.watch == nullptr) return;
  rt.enter();
  rt.watch->fence(o);
  rt.leave();
}

/// A plain access. A scheduling point only where plain accesses are asked to be, and in a loop that would spin for ever.
inline void plain(op_kind k, const void* a, std::size_t size) noexcept {
  if (!rt.wants_plain() || !rt.in_control()) return;
  rt.enter();
  if (rt.is_memory_point(a, size))
    rt.point(k, a, size < 255 ? static_cast<std::uint8_t>(size) : std::uint8_t{255});
  else if (rt.spins_at(k)) [[unlikely]]
    rt.give_way();
  if (rt.watch != nullptr) [[unlikely]] rt.watch->plain(k, a, size);
  rt.leave();
}

}  // namespace selvage::engine::memory

#pragma once

#include <cstdint>

#include "src/engine/runtime.h"

/// Every atomic access of controlled code goes through here. Controlled code runs on one OS thread, so the access
/// itself is plain; the order is the interleaving (sequential consistency). Memory orders are taken so that a store
/// history with reads-from choices can stand behind these functions without touching their callers.
namespace selvage::engine::memory {

using order = int;  // the ABI's numbers, those of __ATOMIC_*

template <class T>
void access(op_kind k, const volatile T* a) noexcept {
  rt.enter();
  rt.point(k, const_cast<const T*>(a), sizeof(T));
  rt.leave();
}

template <class T>
T load(const volatile T* a, order) noexcept {
  access(op_kind::atomic_load, a);
  return *a;
}

template <class T>
void store(volatile T* a, T v, order) noexcept {
  access(op_kind::atomic_store, a);
  *a = v;
}

/// Replaces the value by `f` of it and returns the old one.
template <class T, class F>
T update(volatile T* a, order, F f) noexcept {
  access(op_kind::atomic_rmw, a);
  const T old = *a;
  *a = f(old);
  return old;
}

/// Returns the value found; it was replaced when it equals `expected`.
template <class T>
T compare_exchange(volatile T* a, T expected, T desired, order, order) noexcept {
  access(op_kind::atomic_rmw, a);
  const T old = *a;
  if (old == expected) *a = desired;
  return old;
}

/// A plain access. A scheduling point only where plain accesses are asked to be.
inline void plain(op_kind k, const void* a, std::uint8_t size) noexcept {
  if (!rt.memory_points() || !rt.in_control()) return;
  rt.enter();
  rt.point(k, a, size);
  rt.leave();
}

}  // namespace selvage::engine::memory

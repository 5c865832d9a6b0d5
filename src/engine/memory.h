#pragma once

#include <cstdint>

#include "src/engine/memory_model.h"
#include "src/engine/scheduling.h"

/// Every atomic access of controlled code goes through here. Controlled code runs on one OS thread, so the access
/// itself is plain; the order is the interleaving (sequential consistency). Memory orders matter to who watches, and to
/// the memory model, where there is one.
namespace selvage::engine::memory {

using order = int;  // the ABI's numbers, those of __ATOMIC_*

// The watched ones are apart, so that the order need not outlive the scheduling point where nobody watches.

/// Values that a memory model may choose.
template <class T>
inline constexpr bool is_modelled = sizeof(T) <= sizeof(std::uint64_t);

template <class T>
[[gnu::always_inline]] inline void arrive(op_kind k, const volatile T* a) noexcept {
  rt.enter();
  rt.point_here(k, const_cast<const T*>(a), sizeof(T));
}

template <class T>
[[gnu::noinline]] T watched_load(const volatile T* a, order o) noexcept {
  arrive(op_kind::atomic_load, a);
  const auto* at = const_cast<const T*>(a);
  if constexpr (is_modelled<T>) {
    if (rt.model != nullptr) {
      const auto read = static_cast<T>(rt.model->load(at, sizeof(T), o, *a));
      rt.leave();
      return read;
    }
  }
  rt.watch->atomic(op_kind::atomic_load, at, sizeof(T), o);
  rt.leave();
  return *a;
}

template <class T>
[[gnu::always_inline]] inline T load(const volatile T* a, order o) noexcept {
  if (rt.watch != nullptr) [[unlikely]]
    return watched_load(a, o);
  arrive(op_kind::atomic_load, a);
  rt.leave();
  return *a;
}

template <class T>
[[gnu::noinline]] void watched_store(volatile T* a, T v, order o) noexcept {
  arrive(op_kind::atomic_store, a);
  auto* at = const_cast<T*>(a);
  if (is_modelled<T> && rt.model != nullptr)
    rt.model->store(at, sizeof(T), o, static_cast<std::uint64_t>(*a), static_cast<std::uint64_t>(v));
  else
    rt.watch->atomic(op_kind::atomic_store, at, sizeof(T), o);
  rt.leave();
  *a = v;
}

template <class T>
[[gnu::always_inline]] inline void store(volatile T* a, T v, order o) noexcept {
  if (rt.watch != nullptr) [[unlikely]]
    return watched_store(a, v, o);
  arrive(op_kind::atomic_store, a);
  rt.leave();
  *a = v;
}

template <class T, class F>
[[gnu::noinline]] T watched_update(volatile T* a, order o, F f) noexcept {
  arrive(op_kind::atomic_rmw, a);
  auto* at = const_cast<T*>(a);
  if (is_modelled<T> && rt.model != nullptr)
    rt.model->update(at, sizeof(T), o, static_cast<std::uint64_t>(*a), static_cast<std::uint64_t>(f(*a)));
  else
    rt.watch->atomic(op_kind::atomic_rmw, at, sizeof(T), o);
  rt.leave();
  const T old = *a;
  *a = f(old);
  return old;
}

/// Replaces the value by `f` of it and returns the old one.
template <class T, class F>
[[gnu::always_inline]] inline T update(volatile T* a, order o, F f) noexcept {
  if (rt.watch != nullptr) [[unlikely]]
    return watched_update(a, o, f);
  arrive(op_kind::atomic_rmw, a);
  rt.leave();
  const T old = *a;
  *a = f(old);
  return old;
}

template <class T>
[[gnu::noinline]] T watched_compare_exchange(volatile T* a, T expected, T desired, order success,
                                             order failure) noexcept {
  arrive(op_kind::atomic_rmw, a);
  auto* at = const_cast<T*>(a);
  T old = *a;
  if (is_modelled<T> && rt.model != nullptr) {
    old = static_cast<T>(rt.model->compare_exchange(at, sizeof(T), static_cast<std::uint64_t>(expected),
                                                    static_cast<std::uint64_t>(desired), success, failure,
                                                    static_cast<std::uint64_t>(old)));
  } else {
    const bool replaces = old == expected;
    rt.watch->atomic(replaces ? op_kind::atomic_rmw : op_kind::atomic_load, at, sizeof(T),
                     replaces ? success : failure);
  }
  rt.leave();
  if (old == expected) *a = desired;
  return old;
}

/// Returns the value found; it was replaced when it equals `expected`.
template <class T>
[[gnu::always_inline]] inline T compare_exchange(volatile T* a, T expected, T desired, order success, order failure) noexcept {
  if (rt.watch != nullptr) [[unlikely]]
    return watched_compare_exchange(a, expected, desired, success, failure);
  arrive(op_kind::atomic_rmw, a);
  rt.leave();
  const T old = *a;
  if (old == expected) *a = desired;
  return old;
}

/// A fence. No scheduling point: it changes what its own thread knows, and what that thread's next stores carry.
inline void fence(order o) noexcept {
  if (rt.watch == nullptr) return;
  rt.enter();
  rt.watch->fence(o);
  rt.leave();
}

/// A plain access. A scheduling point only where plain accesses are asked to be, and in a loop that would spin for
/// ever.
inline void plain(op_kind k, const void* a, std::size_t size) noexcept {
  if (!rt.wants_plain() || !rt.in_control()) return;
  rt.enter();
  if (rt.is_memory_point(a, size))
    rt.point(k, a, size < 255 ? static_cast<std::uint8_t>(size) : std::uint8_t{255});
  else if (rt.spins_at(k)) [[unlikely]]
    rt.give_way();
  if (rt.watch != nullptr) [[unlikely]]
    rt.watch->plain(k, a, size);
  rt.leave();
}

}  // namespace selvage::engine::memory

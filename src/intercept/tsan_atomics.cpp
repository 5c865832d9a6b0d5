// The atomic half of the ABI behind -fsanitize=thread (LLVM: compiler-rt, tsan_interface_atomic.h).

#include <cstdint>

#include "src/engine/memory.h"
#include "src/intercept/control.h"

namespace {

using a8 = std::uint8_t;
using a16 = std::uint16_t;
using a32 = std::uint32_t;
using a64 = std::uint64_t;
__extension__ using a128 = unsigned __int128;

namespace memory = selvage::engine::memory;
using selvage::engine::rt;

// Outside an execution the accesses are the hardware's. 16 bytes have only the compare-exchange.
template <class T>
T hardware_compare_exchange(volatile T* a, T expected, T desired) noexcept {
  return __sync_val_compare_and_swap(a, expected, desired);
}

template <class T, class F>
[[gnu::noinline]] T hardware_update(volatile T* a, F f) noexcept {
  T seen = *a;
  for (;;) {
    const T found = hardware_compare_exchange(a, seen, f(seen));
    if (found == seen) return seen;
    seen = found;
  }
}

template <class T>
[[gnu::always_inline]] inline T load(const volatile T* a, int order) noexcept {
  if (rt.in_control()) return memory::load(a, order);
  if constexpr (sizeof(T) == 16) return hardware_compare_exchange(const_cast<volatile T*>(a), T{0}, T{0});
  else return __atomic_load_n(a, __ATOMIC_SEQ_CST);
}

template <class T>
[[gnu::always_inline]] inline void store(volatile T* a, T v, int order) noexcept {
  if (rt.in_control()) memory::store(a, v, order);
  else hardware_update(a, [v](T) { return v; });
}

template <class T, class F>
[[gnu::always_inline]] inline T update(volatile T* a, int order, F f) noexcept {
  return rt.in_control() ? memory::update(a, order, f) : hardware_update(a, f);
}

template <class T>
[[gnu::always_inline]] inline T compare_exchange(volatile T* a, T expected, T desired, int order, int failure) noexcept {
  return rt.in_control() ? memory::compare_exchange(a, expected, desired, order, failure)
                         : hardware_compare_exchange(a, expected, desired);
}

template <class T>
[[gnu::always_inline]] inline int compare_exchange(volatile T* a, T* expected, T desired, int order, int failure) noexcept {
  const T found = compare_exchange(a, *expected, desired, order, failure);
  if (found == *expected) return 1;
  *expected = found;
  return 0;
}

}  // namespace

#define SELVAGE_UPDATE(bits, name, expression)                                                      \
  SELVAGE_INTERCEPT a##bits __tsan_atomic##bits##_##name(volatile a##bits* a, a##bits v, int order) { \
    return update(a, order, [v](a##bits old) { return static_cast<a##bits>(expression); });          \
  }

#define SELVAGE_ATOMICS(bits)                                                                                       \
  SELVAGE_INTERCEPT a##bits __tsan_atomic##bits##_load(const volatile a##bits* a, int order) { return load(a, order); } \
  SELVAGE_INTERCEPT void __tsan_atomic##bits##_store(volatile a##bits* a, a##bits v, int order) { store(a, v, order); } \
  SELVAGE_UPDATE(bits, exchange, (static_cast<void>(old), v))                                                       \
  SELVAGE_UPDATE(bits, fetch_add, old + v)                                                                          \
  SELVAGE_UPDATE(bits, fetch_sub, old - v)                                                                          \
  SELVAGE_UPDATE(bits, fetch_and, old& v)                                                                           \
  SELVAGE_UPDATE(bits, fetch_or, old | v)                                                                           \
  SELVAGE_UPDATE(bits, fetch_xor, old ^ v)                                                                          \
  SELVAGE_UPDATE(bits, fetch_nand, ~(old & v))                                                                      \
  SELVAGE_INTERCEPT int __tsan_atomic##bits##_compare_exchange_strong(volatile a##bits* a, a##bits* expected,       \
                                                                      a##bits desired, int order, int failure) {    \
    return compare_exchange(a, expected, desired, order, failure);                                                  \
  }                                                                                                                 \
  SELVAGE_INTERCEPT int __tsan_atomic##bits##_compare_exchange_weak(volatile a##bits* a, a##bits* expected,         \
                                                                    a##bits desired, int order, int failure) {      \
    return compare_exchange(a, expected, desired, order, failure);                                                  \
  }                                                                                                                 \
  SELVAGE_INTERCEPT a##bits __tsan_atomic##bits##_compare_exchange_val(volatile a##bits* a, a##bits expected,       \
                                                                       a##bits desired, int order, int failure) {   \
    return compare_exchange(a, expected, desired, order, failure);                                                  \
  }

SELVAGE_ATOMICS(8)
SELVAGE_ATOMICS(16)
SELVAGE_ATOMICS(32)
SELVAGE_ATOMICS(64)
SELVAGE_ATOMICS(128)

SELVAGE_INTERCEPT void __tsan_atomic_thread_fence(int order) {
  if (rt.in_control()) memory::fence(order);
  else __atomic_thread_fence(__ATOMIC_SEQ_CST);
}
SELVAGE_INTERCEPT void __tsan_atomic_signal_fence(int) {}

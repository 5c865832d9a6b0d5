// The atomic half of the ABI behind -fsanitize=thread, in front of the real ThreadSanitizer: a scheduling point, then
// ThreadSanitizer's own operation. The call is a jump, so that its report names the code under test.

#include <dlfcn.h>

#include <cstdint>

#include "src/intercept/control.h"

namespace {

using a8 = std::uint8_t;
using a16 = std::uint16_t;
using a32 = std::uint32_t;
using a64 = std::uint64_t;
__extension__ using a128 = unsigned __int128;

using selvage::engine::op_kind;
using selvage::engine::rt;

template <class F>
F behind(F& known, const char* name) noexcept {
  if (known == nullptr) [[unlikely]]
    known = reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
  return known;
}

void point(op_kind k, const volatile void* a, std::uint8_t size) noexcept {
  if (!rt.in_control()) return;
  rt.enter();
  rt.point(k, const_cast<const void*>(a), size);
  rt.leave();
}

}  // namespace

#define SELVAGE_FORWARD(type, name, kind, size, parameters, arguments) \
  SELVAGE_INTERCEPT type name parameters {                             \
    static type(*f) parameters = nullptr;                              \
    behind(f, #name);                                                  \
    point(op_kind::kind, a, size);                                     \
    [[clang::musttail]] return f arguments;                            \
  }

#define SELVAGE_UPDATE(bits, name)                                               \
  SELVAGE_FORWARD(a##bits, __tsan_atomic##bits##_##name, atomic_rmw, (bits) / 8, \
                  (volatile a##bits * a, a##bits v, int order), (a, v, order))

#define SELVAGE_ATOMICS(bits)                                                                          \
  SELVAGE_FORWARD(a##bits, __tsan_atomic##bits##_load, atomic_load, (bits) / 8,                        \
                  (const volatile a##bits* a, int order), (a, order))                                  \
  SELVAGE_FORWARD(void, __tsan_atomic##bits##_store, atomic_store, (bits) / 8,                         \
                  (volatile a##bits * a, a##bits v, int order), (a, v, order))                         \
  SELVAGE_UPDATE(bits, exchange)                                                                       \
  SELVAGE_UPDATE(bits, fetch_add)                                                                      \
  SELVAGE_UPDATE(bits, fetch_sub)                                                                      \
  SELVAGE_UPDATE(bits, fetch_and)                                                                      \
  SELVAGE_UPDATE(bits, fetch_or)                                                                       \
  SELVAGE_UPDATE(bits, fetch_xor)                                                                      \
  SELVAGE_UPDATE(bits, fetch_nand)                                                                     \
  SELVAGE_FORWARD(int, __tsan_atomic##bits##_compare_exchange_strong, atomic_rmw, (bits) / 8,          \
                  (volatile a##bits * a, a##bits * expected, a##bits desired, int order, int failure), \
                  (a, expected, desired, order, failure))                                              \
  SELVAGE_FORWARD(int, __tsan_atomic##bits##_compare_exchange_weak, atomic_rmw, (bits) / 8,            \
                  (volatile a##bits * a, a##bits * expected, a##bits desired, int order, int failure), \
                  (a, expected, desired, order, failure))                                              \
  SELVAGE_FORWARD(a##bits, __tsan_atomic##bits##_compare_exchange_val, atomic_rmw, (bits) / 8,         \
                  (volatile a##bits * a, a##bits expected, a##bits desired, int order, int failure),   \
                  (a, expected, desired, order, failure))

SELVAGE_ATOMICS(8)
SELVAGE_ATOMICS(16)
SELVAGE_ATOMICS(32)
SELVAGE_ATOMICS(64)
SELVAGE_ATOMICS(128)

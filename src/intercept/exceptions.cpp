// The reference counts of exceptions live in libstdc++, whose atomics are not instrumented: the observer is told of
// each release, so that who destroys an exception comes after everybody who had it.

#include <dlfcn.h>

#include <cstdint>

#include "src/engine/runtime.h"
#include "src/intercept/control.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::control;

// Itanium C++ ABI, as libstdc++ lays it out: the count is the first word of the block, 128 bytes before the object;
// the header that the list of caught exceptions links is 112 bytes before it.
constexpr std::uintptr_t count_before_object = 128;
constexpr std::uintptr_t header_before_object = 112;
constexpr std::uintptr_t class_in_header = 80;
constexpr std::uint64_t gnu_cxx = 0x474e5543432b2b00;  // "GNUCC++\0"; the last byte is 1 for a dependent exception

void tell_released(std::uintptr_t object) noexcept {
  control c;
  if (rt.watch != nullptr)
    rt.watch->atomic(op_kind::atomic_rmw, reinterpret_cast<const void*>(object - count_before_object), sizeof(int),
                     __ATOMIC_ACQ_REL);
}

struct eh_globals {
  std::uintptr_t caught;
  unsigned uncaught;
};

template <class T>
T word_at(std::uintptr_t a) noexcept {
  return *reinterpret_cast<const T*>(a);
}

void (*real_release)(void**) = nullptr;
void (*real_end_catch)() = nullptr;

template <class F>
F libstdcxx(F& known, const char* name) noexcept {
  if (known == nullptr) known = reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
  return known;
}

}  // namespace

extern "C" eh_globals* __cxa_get_globals() noexcept;

// std::__exception_ptr::exception_ptr::_M_release().
// Weak: where libstdc++ is linked statically, its own is taken.
extern "C" __attribute__((visibility("default"), used, weak)) void selvage_exception_release(void** pointer) noexcept
    asm("_ZNSt15__exception_ptr13exception_ptr10_M_releaseEv");
void selvage_exception_release(void** pointer) noexcept {
  if (rt.in_control() && *pointer != nullptr) tell_released(reinterpret_cast<std::uintptr_t>(*pointer));
  libstdcxx(real_release, "_ZNSt15__exception_ptr13exception_ptr10_M_releaseEv")(pointer);
}

SELVAGE_INTERCEPT __attribute__((weak)) void __cxa_end_catch() {
  if (rt.in_control() && rt.watch != nullptr) {
    if (const std::uintptr_t header = __cxa_get_globals()->caught; header != 0) {
      const auto exception_class = word_at<std::uint64_t>(header + class_in_header);
      if (exception_class == gnu_cxx)
        tell_released(header + header_before_object);
      else if (exception_class == (gnu_cxx | 1))
        tell_released(word_at<std::uintptr_t>(header));
    }
  }
  libstdcxx(real_end_catch, "__cxa_end_catch")();
}

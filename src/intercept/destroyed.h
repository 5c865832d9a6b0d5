#pragma once

#include <cstring>
#include <type_traits>

#include "src/intercept/control.h"

namespace selvage::intercept {

inline constexpr unsigned char grave_pattern = 0xdb;

/// The object in `memory` is destroyed. Its bytes are overwritten, so that an object made there anew, by whatever
/// initialiser, can be told from this one.
template <class T>
void bury(engine::kernel_object& o, T* memory) noexcept {
  rt.objects.renew(o);
  o.destroyed = true;
  std::memset(const_cast<std::remove_volatile_t<T>*>(memory), grave_pattern, sizeof(T));
}

/// Ends the execution when the object in `memory` was destroyed and none was made there since.
template <class T>
engine::kernel_object& alive(engine::kernel_object& o, const T* memory) noexcept {
  if (!o.destroyed) [[likely]]
    return o;
  unsigned char grave[sizeof(T)];
  std::memset(grave, grave_pattern, sizeof grave);
  if (std::memcmp(const_cast<const std::remove_volatile_t<T>*>(memory), grave, sizeof grave) == 0)
    rt.stop(engine::ending::misuse,
            rt.thread_name(rt.current->id) + " uses " + rt.describe(o) + " after it was destroyed");
  rt.objects.renew(o);
  return o;
}

}  // namespace selvage::intercept

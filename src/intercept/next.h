#pragma once

#include <dlfcn.h>

namespace selvage::intercept {

template <class F>
F next(F, const char* name) noexcept {
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

}  // namespace selvage::intercept

// libc's own function behind ours.
#define SELVAGE_NEXT(function)                                                   \
  ([]() noexcept {                                                               \
    static const auto behind = selvage::intercept::next(&::function, #function); \
    return behind;                                                               \
  }())

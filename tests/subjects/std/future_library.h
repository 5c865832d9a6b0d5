#pragma once

#include <chrono>
#include <cstdint>
#include <future>
#include <string>

namespace selvage::subjects {

/// What `promised` needs to know of the standard library, but for the promise.
struct future_library {
  using shared_future = std::shared_future<int>;
  using already_satisfied = std::future_error;

  static bool is_ready(const shared_future& f) { return is_ready_within(f, 0); }
  static bool is_ready_within(const shared_future& f, std::int32_t ms) {
    return f.wait_for(std::chrono::milliseconds(ms)) == std::future_status::ready;
  }
};

inline std::string library_version() { return "libstdc++ " + std::to_string(_GLIBCXX_RELEASE); }

}  // namespace selvage::subjects

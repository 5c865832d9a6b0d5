#pragma once

#include <cstdint>

namespace selvage::bench {

/// How often this process has allocated, on any thread.
[[nodiscard]] std::uint64_t allocations() noexcept;

}  // namespace selvage::bench

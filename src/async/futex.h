#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace selvage::async::detail {

/// What a thread sleeps on.
using futex_word = std::atomic<std::uint32_t>;

using deadline = std::chrono::steady_clock::time_point;

inline constexpr deadline never = deadline::max();

/// Sleeps while `word` holds `expected`, at most until `until`. May return for no reason. Returns false when the
/// deadline has passed. std::atomic::wait would do but for the deadline.
bool futex_wait(futex_word& word, std::uint32_t expected, deadline until) noexcept;

/// Wakes whoever sleeps on `word`. The word may be gone by now: only its address counts.
void futex_wake(futex_word* word) noexcept;

}  // namespace selvage::async::detail

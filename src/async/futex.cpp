#include "src/async/futex.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <ctime>

namespace selvage::async::detail {

static_assert(sizeof(futex_word) == 4 && futex_word::is_always_lock_free);

bool futex_wait(futex_word& word, std::uint32_t expected, deadline until) noexcept {
  timespec at{};
  timespec* limit = nullptr;
  if (until != never) {
    const auto since_boot = std::chrono::duration_cast<std::chrono::nanoseconds>(until.time_since_epoch()).count();
    at.tv_sec = static_cast<time_t>(since_boot / 1'000'000'000);
    at.tv_nsec = static_cast<long>(since_boot % 1'000'000'000);
    limit = &at;
  }
  // FUTEX_WAIT_BITSET takes an absolute time on the monotonic clock, so that waking early cannot stretch the wait.
  const long result =
      syscall(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE, expected, limit, nullptr, FUTEX_BITSET_MATCH_ANY);
  return result == 0 || errno != ETIMEDOUT;
}

void futex_wake(futex_word* word) noexcept {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

}  // namespace selvage::async::detail

#include "src/engine/sync.h"

namespace selvage::engine::sync {
namespace {

constexpr std::int64_t second = 1'000'000'000;
// Where virtual time begins on each clock: far from zero, and the same in every execution.
constexpr std::int64_t monotonic_epoch = 1'000 * second;
constexpr std::int64_t realtime_epoch = 1'700'000'000 * second;

std::int64_t epoch_of(clockid_t clock) noexcept {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI ? realtime_epoch
                                                                                        : monotonic_epoch;
}

// Saturates: a deadline centuries away is as good as one a few decades away.
std::int64_t nanoseconds(const timespec& t) noexcept {
  constexpr std::int64_t most = 4'000'000'000;
  const std::int64_t s = t.tv_sec > most ? most : t.tv_sec < -most ? -most : t.tv_sec;
  return s * second + t.tv_nsec;
}

std::int64_t clamp(std::int64_t deadline) noexcept { return deadline < 0 ? 0 : deadline; }

}  // namespace

timespec read_clock(clockid_t clock) noexcept {
  const std::int64_t t = epoch_of(clock) + rt.read_clock();
  return {.tv_sec = t / second, .tv_nsec = t % second};
}

std::int64_t deadline_at(clockid_t clock, const timespec& at) noexcept {
  return clamp(nanoseconds(at) - epoch_of(clock));
}

std::int64_t deadline_after(const timespec& span) noexcept { return clamp(rt.now() + nanoseconds(span)); }

void yield() noexcept { rt.give_way(); }

void sleep_until(std::int64_t deadline) noexcept { rt.block(op_kind::sleep, nullptr, nullptr, nullptr, deadline); }

}  // namespace selvage::engine::sync

#pragma once

#include <cstdint>
#include <ctime>

#include "src/engine/description.h"

namespace selvage::engine {

/// What a timerfd counts: expirations of a timer in virtual time (timerfd_create(2)).
class timer final : public description {
 public:
  timer(kernel_object& object, clockid_t clock) noexcept;

  [[nodiscard]] clockid_t clock() const noexcept { return clock_; }

  /// Expires at `first` (virtual time; no_deadline disarms it) and from then on every `interval` nanoseconds; once
  /// when that is 0.
  void set(std::int64_t first, std::int64_t interval) noexcept;
  /// Nanoseconds until it expires next; 0 when it will not.
  [[nodiscard]] std::int64_t left() noexcept;
  [[nodiscard]] std::int64_t interval() const noexcept { return interval_; }

  [[nodiscard]] std::uint32_t ready() noexcept override;
  ssize_t read(byte_cursor& to, int flags) noexcept override;
  [[nodiscard]] std::int64_t due() noexcept override;
  [[nodiscard]] std::uint64_t expirations() noexcept override;

 private:
  [[nodiscard]] std::uint64_t unread() const noexcept;

  clockid_t clock_;
  std::int64_t first_{no_deadline};  ///< the earliest expiration that was not read
  std::int64_t interval_{};
  std::uint64_t read_{};  ///< expirations before `first_`
};

}  // namespace selvage::engine

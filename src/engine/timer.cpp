#include "src/engine/timer.h"

#include <fcntl.h>

#include <cerrno>

#include "src/engine/runtime.h"

namespace selvage::engine {

timer::timer(kernel_object& object, clockid_t clock) noexcept : description(object, O_RDWR), clock_(clock) {}

void timer::set(std::int64_t first, std::int64_t interval) noexcept {
  read_ += unread();
  first_ = first;
  interval_ = interval;
}

std::uint64_t timer::unread() const noexcept {
  if (first_ == no_deadline || rt.now() < first_) return 0;
  return interval_ == 0 ? 1 : 1 + static_cast<std::uint64_t>((rt.now() - first_) / interval_);
}

std::uint64_t timer::expirations() noexcept { return read_ + unread(); }

std::int64_t timer::due() noexcept {
  const std::uint64_t past = unread();
  if (past == 0) return first_;
  return interval_ == 0 ? no_deadline : first_ + static_cast<std::int64_t>(past) * interval_;
}

std::int64_t timer::left() noexcept {
  const std::int64_t next = due();
  return next == no_deadline ? 0 : next - rt.now();
}

std::uint32_t timer::ready() noexcept { return unread() != 0 ? EPOLLIN : 0U; }

ssize_t timer::read(byte_cursor& to, int) noexcept {
  const std::uint64_t count = unread();
  if (to.left() < sizeof count) return -EINVAL;
  if (count == 0) return -EAGAIN;
  const std::int64_t next = due();
  read_ += count;
  first_ = next;
  to.put(reinterpret_cast<const char*>(&count), sizeof count);
  return sizeof count;
}

}  // namespace selvage::engine

#include "src/engine/eventfd.h"

#include <fcntl.h>

#include <cerrno>
#include <limits>
#include <utility>

namespace selvage::engine {
namespace {

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max() - 1;

}  // namespace

eventfd::eventfd(kernel_object& object, std::uint64_t count, bool semaphore) noexcept
    : description(object, O_RDWR), count_(count), semaphore_(semaphore) {}

std::uint32_t eventfd::ready() noexcept { return (count_ != 0 ? EPOLLIN : 0U) | (count_ < most ? EPOLLOUT : 0U); }

ssize_t eventfd::read(byte_cursor& to, int) noexcept {
  if (to.left() < sizeof count_) return -EINVAL;
  if (count_ == 0) return -EAGAIN;
  const std::uint64_t value = semaphore_ ? 1 : count_;
  count_ -= value;
  to.put(reinterpret_cast<const char*>(&value), sizeof value);
  signal(EPOLLOUT);
  return sizeof value;
}

bool eventfd::accepts(const byte_cursor& from) noexcept {
  std::uint64_t value = 0;
  if (from.left() >= sizeof value) from.peek(reinterpret_cast<char*>(&value), sizeof value);
  return value > most || value <= most - count_;
}

ssize_t eventfd::write(byte_cursor& from, int) noexcept {
  std::uint64_t value = 0;
  if (from.left() < sizeof value) return -EINVAL;
  if (!accepts(from)) return -EAGAIN;
  from.take(reinterpret_cast<char*>(&value), sizeof value);
  if (value > most) return -EINVAL;
  count_ += value;
  signal(EPOLLIN);
  return sizeof value;
}

}  // namespace selvage::engine

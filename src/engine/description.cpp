#include "src/engine/description.h"

#include <cerrno>

#include "src/engine/epoll.h"

namespace selvage::engine {

ssize_t description::read(byte_cursor&, int) noexcept { return -EINVAL; }
ssize_t description::write(byte_cursor&, int) noexcept { return -EINVAL; }
bool description::accepts(const byte_cursor&) noexcept { return (ready() & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0; }
int description::available() const noexcept { return -ENOTTY; }

void description::signal(std::uint32_t events) noexcept {
  // Linux tells the latest first.
  for (auto w = watchers.rbegin(); w != watchers.rend(); ++w) w->set->happened(*w->item, events);
}

}  // namespace selvage::engine

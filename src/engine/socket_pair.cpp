#include "src/engine/socket_pair.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace selvage::engine {

socket_end::socket_end(kernel_object& object, int type) noexcept : description(object, O_RDWR), type_(type) {}

void socket_end::join(socket_end& a, socket_end& b) noexcept {
  a.other_ = &b;
  b.other_ = &a;
}

bool socket_end::keeps_messages() const noexcept { return type_ == SOCK_SEQPACKET; }

int socket_end::take_error() noexcept { return std::exchange(error_, 0); }

std::uint32_t socket_end::ready() noexcept {
  const bool writable = other_ == nullptr || other_->room() != 0;
  return (error_ != 0 ? EPOLLERR : 0U) | (reads_end_ && writes_end_ ? EPOLLHUP : 0U) |
         (reads_end_ ? EPOLLRDHUP | EPOLLIN | EPOLLRDNORM : 0U) | (inbox_.empty() ? 0U : EPOLLIN | EPOLLRDNORM) |
         (writable ? EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND : 0U);
}

ssize_t socket_end::read(byte_cursor& to, int flags) noexcept {
  if (error_ != 0 && (keeps_messages() || inbox_.empty())) return -take_error();
  if (inbox_.empty()) return reads_end_ ? 0 : -EAGAIN;
  const ssize_t moved = keeps_messages() ? read_message(to, flags) : read_bytes(to, (flags & MSG_PEEK) != 0);
  if (other_ != nullptr && (flags & MSG_PEEK) == 0) other_->signal(EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND);
  return moved;
}

ssize_t socket_end::read_bytes(byte_cursor& to, bool peek) noexcept {
  std::size_t moved = 0;
  std::size_t offset = first_offset_;
  std::size_t whole = 0;  // parts read to their end
  while (to.left() != 0 && whole < inbox_.size()) {
    const std::vector<char>& part = inbox_[whole];
    const std::size_t n = std::min(to.left(), part.size() - offset);
    to.put(part.data() + offset, n);
    moved += n;
    offset += n;
    if (offset != part.size()) break;
    ++whole;
    offset = 0;
  }
  if (peek) return static_cast<ssize_t>(moved);
  inbox_.erase(inbox_.begin(), inbox_.begin() + static_cast<std::ptrdiff_t>(whole));
  first_offset_ = offset;
  size_ -= moved;
  return static_cast<ssize_t>(moved);
}

ssize_t socket_end::read_message(byte_cursor& to, int flags) noexcept {
  const std::vector<char>& first = inbox_.front();
  const std::size_t whole = first.size();
  const std::size_t n = std::min(to.left(), whole);
  to.put(first.data(), n);
  if ((flags & MSG_PEEK) == 0) {
    size_ -= whole;
    inbox_.pop_front();
  }
  return static_cast<ssize_t>((flags & MSG_TRUNC) != 0 ? whole : n);
}

bool socket_end::accepts(const byte_cursor& from) noexcept {
  if (writes_end_ || other_ == nullptr) return true;
  return keeps_messages() ? from.left() <= other_->room() || from.left() > capacity : other_->room() != 0;
}

ssize_t socket_end::write(byte_cursor& from, int) noexcept {
  const std::size_t size = from.left();
  if (keeps_messages() && error_ != 0) return -take_error();
  if (writes_end_ || other_ == nullptr) return -EPIPE;
  if (keeps_messages() && size > capacity) return -EMSGSIZE;
  if (!keeps_messages() && size == 0) return 0;
  if (!accepts(from)) return -EAGAIN;
  const std::size_t moved = std::min(size, other_->room());
  std::vector<char>& part = other_->inbox_.emplace_back(moved);
  from.take(part.data(), moved);
  other_->size_ += moved;
  other_->signal(EPOLLIN | EPOLLRDNORM | EPOLLRDBAND);
  return static_cast<ssize_t>(moved);
}

int socket_end::available() const noexcept { return static_cast<int>(size_); }

int socket_end::shut_down(int how) noexcept {
  if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR) return -EINVAL;
  if (how != SHUT_WR) {
    reads_end_ = true;
    if (other_ != nullptr) other_->writes_end_ = true;
  }
  if (how != SHUT_RD) {
    writes_end_ = true;
    if (other_ != nullptr) other_->reads_end_ = true;
  }
  signal(0);
  if (other_ != nullptr) other_->signal(0);
  return 0;
}

void socket_end::released() noexcept {
  if (other_ == nullptr) return;
  other_->reads_end_ = other_->writes_end_ = true;
  // What nobody has read is lost, and its sender told.
  if (!inbox_.empty()) other_->error_ = ECONNRESET;
  other_->other_ = nullptr;
  other_->signal(0);
}

}  // namespace selvage::engine

#include "src/engine/pipe.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace selvage::engine {

// ---- the buffer ----

std::size_t pipe_buffer::size() const noexcept {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < used_; ++i) sum += ring_[(first_ + i) % pages].size;
  return sum;
}

void pipe_buffer::append(page& p, byte_cursor& from, std::size_t size) {
  if (p.bytes == nullptr) p.bytes = std::make_unique<char[]>(page_bytes);
  from.take(p.bytes.get() + p.offset + p.size, size);
  p.size += size;
}

std::size_t pipe_buffer::fill(byte_cursor& from) {
  std::size_t moved = 0;
  // The odd bytes join the last page where they fit.
  const std::size_t odd = from.left() % page_bytes;
  if (odd != 0 && !empty()) {
    page& last = at(used_ - 1);
    if (last.offset + last.size + odd <= page_bytes) {
      append(last, from, odd);
      moved = odd;
    }
  }
  while (from.left() != 0 && !full()) {
    page& p = at(used_++);
    p.offset = p.size = 0;
    const std::size_t n = std::min(from.left(), page_bytes);
    append(p, from, n);
    moved += n;
  }
  return moved;
}

std::size_t pipe_buffer::drain(byte_cursor& to) noexcept {
  std::size_t moved = 0;
  while (to.left() != 0 && !empty()) {
    page& p = at(0);
    const std::size_t n = std::min(to.left(), p.size);
    to.put(p.bytes.get() + p.offset, n);
    p.offset += n;
    p.size -= n;
    moved += n;
    if (p.size != 0) break;
    first_ = (first_ + 1) % pages;
    --used_;
  }
  return moved;
}

// ---- the ends ----

pipe_end::pipe_end(kernel_object& object, int access, std::shared_ptr<pipe_buffer> buffer) noexcept
    : description(object, access), buffer_(std::move(buffer)) {}

void pipe_end::join(pipe_end& reader, pipe_end& writer) noexcept {
  reader.other_ = &writer;
  writer.other_ = &reader;
}

std::uint32_t pipe_end::ready() noexcept {
  if (access() == O_RDONLY)
    return (buffer_->empty() ? 0U : EPOLLIN | EPOLLRDNORM) | (other_ == nullptr ? EPOLLHUP : 0U);
  return (buffer_->full() ? 0U : EPOLLOUT | EPOLLWRNORM) | (other_ == nullptr ? EPOLLERR : 0U);
}

ssize_t pipe_end::read(byte_cursor& to, int) noexcept {
  if (to.left() == 0) return 0;
  const bool was_full = buffer_->full();
  const std::size_t moved = buffer_->drain(to);
  if (moved == 0) return other_ == nullptr ? 0 : -EAGAIN;
  if (was_full && other_ != nullptr) other_->signal(EPOLLOUT | EPOLLWRNORM);
  return static_cast<ssize_t>(moved);
}

ssize_t pipe_end::write(byte_cursor& from, int) noexcept {
  if (from.left() == 0) return 0;
  if (other_ == nullptr) return -EPIPE;
  const std::size_t moved = buffer_->fill(from);
  if (moved == 0) return -EAGAIN;
  other_->signal(EPOLLIN | EPOLLRDNORM);
  return static_cast<ssize_t>(moved);
}

int pipe_end::available() const noexcept { return static_cast<int>(buffer_->size()); }

void pipe_end::released() noexcept {
  if (other_ == nullptr) return;
  other_->other_ = nullptr;
  other_->signal(0);
}

}  // namespace selvage::engine

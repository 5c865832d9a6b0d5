#include "src/engine/byte_cursor.h"

#include <algorithm>
#include <cstring>

#include "src/engine/descriptor_table.h"
#include "src/engine/runtime.h"

namespace selvage::engine {
namespace {

void tell(op_kind k, const void* at, std::size_t size) noexcept {
  if (descriptors.told()) [[unlikely]]
    rt.watch->plain(k, at, size);
}

}  // namespace

byte_cursor::byte_cursor(const iovec* parts, std::size_t count) noexcept : part_(parts) {
  for (std::size_t i = 0; i < count; ++i) left_ += parts[i].iov_len;
}

template <class F>
void byte_cursor::walk(std::size_t size, F f) noexcept {
  left_ -= size;
  while (size != 0) {
    const std::size_t n = std::min(size, part_->iov_len - offset_);
    if (n != 0) f(static_cast<char*>(part_->iov_base) + offset_, n);
    size -= n;
    offset_ += n;
    if (offset_ == part_->iov_len) {
      ++part_;
      offset_ = 0;
    }
  }
}

void byte_cursor::peek(char* to, std::size_t size) const noexcept {
  byte_cursor ahead = *this;
  ahead.walk(size, [&to](const char* here, std::size_t n) {
    std::memcpy(to, here, n);
    to += n;
  });
}

void byte_cursor::take(char* to, std::size_t size) noexcept {
  walk(size, [&to](char* here, std::size_t n) {
    tell(op_kind::plain_read, here, n);
    std::memcpy(to, here, n);
    to += n;
  });
}

void byte_cursor::put(const char* from, std::size_t size) noexcept {
  walk(size, [&from](char* here, std::size_t n) {
    tell(op_kind::plain_write, here, n);
    std::memcpy(here, from, n);
    from += n;
  });
}

}  // namespace selvage::engine

#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "src/engine/thread.h"

namespace selvage::engine {

/// The threads that could be picked now, ascending.
class enabled_set {
 public:
  [[nodiscard]] std::span<const thread_id> ids() const noexcept { return {ids_.data(), size_}; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] thread_id front() const noexcept { return ids_[0]; }
  void clear() noexcept { size_ = 0; }

  /// A binary search, and a move of at most two kilobytes.
  void insert(thread_id t) noexcept {
    thread_id* const at = std::lower_bound(ids_.data(), ids_.data() + size_, t);
    std::memmove(at + 1, at, bytes_from(at));
    *at = t;
    ++size_;
  }

  /// `t` must be among them.
  void erase(thread_id t) noexcept {
    thread_id* const at = std::lower_bound(ids_.data(), ids_.data() + size_, t);
    std::memmove(at, at + 1, bytes_from(at + 1));
    --size_;
  }

 private:
  [[nodiscard]] std::size_t bytes_from(const thread_id* at) const noexcept {
    return static_cast<std::size_t>(ids_.data() + size_ - at) * sizeof(thread_id);
  }

  std::array<thread_id, max_threads> ids_{};
  std::size_t size_{};
};

}  // namespace selvage::engine

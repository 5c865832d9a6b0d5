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

  /// A binary search and a move of at most two kilobytes, or a short loop where there are few.
  void insert(thread_id t) noexcept {
    std::size_t i = size_++;
    if (i <= few) {
      for (; i > 0 && ids_[i - 1] > t; --i) ids_[i] = ids_[i - 1];
      ids_[i] = t;
      return;
    }
    thread_id* const at = std::lower_bound(ids_.data(), ids_.data() + i, t);
    std::memmove(at + 1, at, static_cast<std::size_t>(ids_.data() + i - at) * sizeof t);
    *at = t;
  }

  /// `t` must be among them.
  void erase(thread_id t) noexcept {
    --size_;
    if (size_ <= few) {
      std::size_t i = 0;
      while (ids_[i] != t) ++i;
      for (; i < size_; ++i) ids_[i] = ids_[i + 1];
      return;
    }
    thread_id* const at = std::lower_bound(ids_.data(), ids_.data() + size_ + 1, t);
    std::memmove(at, at + 1, static_cast<std::size_t>(ids_.data() + size_ - at) * sizeof t);
  }

 private:
  static constexpr std::size_t few = 16;

  std::array<thread_id, max_threads> ids_{};
  std::size_t size_{};
};

}  // namespace selvage::engine

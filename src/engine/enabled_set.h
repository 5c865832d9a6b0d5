#pragma once

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

  /// O(n); there are few threads.
  void insert(thread_id t) noexcept {
    std::size_t i = size_++;
    for (; i > 0 && ids_[i - 1] > t; --i) ids_[i] = ids_[i - 1];
    ids_[i] = t;
  }

  void erase(thread_id t) noexcept {
    std::size_t i = 0;
    while (ids_[i] != t) ++i;
    --size_;
    for (; i < size_; ++i) ids_[i] = ids_[i + 1];
  }

 private:
  std::array<thread_id, max_threads> ids_{};
  std::size_t size_{};
};

}  // namespace selvage::engine

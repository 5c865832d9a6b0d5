#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "src/engine/thread.h"

namespace selvage::detect {

using engine::thread_id;

/// What is known of every thread's progress. Entries past `size` are zero; they are not stored, so that operations
/// cost what the threads of the execution cost. (Mattern: "Virtual Time and Global States", 1989.)
class vector_clock {
 public:
  // NOLINTNEXTLINE(*-member-init): entries are written before `size_` covers them
  vector_clock() noexcept {}

  [[nodiscard]] std::uint32_t at(thread_id t) const noexcept { return t < size_ ? entries_[t] : 0; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  void clear() noexcept { size_ = 0; }

  void set(thread_id t, std::uint32_t value) noexcept {
    for (; size_ <= t; ++size_) entries_[size_] = 0;
    entries_[t] = value;
  }

  void assign(const vector_clock& o) noexcept {
    std::copy_n(o.entries_.begin(), o.size_, entries_.begin());
    size_ = o.size_;
  }

  /// Entry-wise maximum.
  void join(const vector_clock& o) noexcept {
    const std::uint32_t common = std::min(size_, o.size_);
    for (std::uint32_t i = 0; i < common; ++i) entries_[i] = std::max(entries_[i], o.entries_[i]);
    for (; size_ < o.size_; ++size_) entries_[size_] = o.entries_[size_];
  }

 private:
  std::uint32_t size_{0};
  std::array<std::uint32_t, engine::max_threads> entries_;
};

/// Objects that an execution needs for as long as it lasts, kept for the next one. Index 0 is nobody's.
template <class T>
class pool {
 public:
  [[nodiscard]] std::uint32_t take() {
    if (used_ == items_.size()) items_.push_back(std::make_unique<T>());
    return static_cast<std::uint32_t>(used_++);
  }
  [[nodiscard]] T& operator[](std::uint32_t i) noexcept { return *items_[i]; }
  void forget_all() noexcept { used_ = 1; }

 private:
  std::vector<std::unique_ptr<T>> items_ = [] {
    std::vector<std::unique_ptr<T>> v;
    v.push_back(nullptr);
    return v;
  }();
  std::size_t used_{1};
};

}  // namespace selvage::detect

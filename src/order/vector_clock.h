#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "src/engine/thread.h"

namespace selvage::order {

using engine::thread_id;

/// By thread.
using clock_entries = std::span<const std::uint32_t>;

/// What is known of every thread's progress. Entries past `size` are zero; they are not stored, so that operations
/// cost what the threads of the execution cost. (Mattern: "Virtual Time and Global States", 1989.)
class vector_clock {
 public:
  // NOLINTNEXTLINE(*-member-init): entries are written before `size_` covers them
  vector_clock() noexcept {}

  [[nodiscard]] std::uint32_t at(thread_id t) const noexcept { return t < size_ ? entries_[t] : 0; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] clock_entries entries() const noexcept { return {entries_.data(), size_}; }
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
  void join(clock_entries o) noexcept {
    const std::size_t common = std::min<std::size_t>(size_, o.size());
    for (std::size_t i = 0; i < common; ++i) entries_[i] = std::max(entries_[i], o[i]);
    for (; size_ < o.size(); ++size_) entries_[size_] = o[size_];
  }
  void join(const vector_clock& o) noexcept { join(o.entries()); }

 private:
  std::uint32_t size_{0};
  // One more for what is no thread (weak_memory.h), and some so that clocks in a row, of which the first entries are
  // used, do not all fall into the same sets of the cache.
  static constexpr std::size_t capacity = engine::max_threads + 1 + 47;
  std::array<std::uint32_t, capacity> entries_;
};

}  // namespace selvage::order

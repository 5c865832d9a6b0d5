#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "src/order/vector_clock.h"

namespace selvage::order {

/// A vector clock of which there are many: it takes the room that its threads take, and keeps it.
class stored_clock {
 public:
  [[nodiscard]] std::uint32_t at(thread_id t) const noexcept { return t < entries_.size() ? entries_[t] : 0; }
  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(entries_.size()); }
  [[nodiscard]] clock_entries entries() const noexcept { return entries_; }
  void clear() noexcept { entries_.clear(); }

  void set(thread_id t, std::uint32_t value) {
    if (entries_.size() <= t) entries_.resize(t + std::size_t{1});
    entries_[t] = value;
  }

  void assign(const vector_clock& o) { entries_.assign(o.entries().begin(), o.entries().end()); }

  /// Entry-wise maximum.
  void join(const stored_clock& o) {
    if (entries_.size() < o.entries_.size()) entries_.resize(o.entries_.size());
    for (std::size_t i = 0; i < o.entries_.size(); ++i) entries_[i] = std::max(entries_[i], o.entries_[i]);
  }

 private:
  std::vector<std::uint32_t> entries_;
};

}  // namespace selvage::order

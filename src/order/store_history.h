#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "src/order/stored_clock.h"

namespace selvage::order {

/// A value that an atomic object has or had. Who knows of it may read no older one ([intro.races], coherence).
struct stored_value {
  std::uint64_t value{};
  thread_id writer{};     ///< 0: known to everybody
  std::uint32_t epoch{};  ///< of the writer
  std::uint32_t event{};  ///< how much the observer had seen then
  std::uint64_t sc{};     ///< the first sequentially consistent operation that wrote or read it; 0: none
  stored_clock readers;   ///< the epoch in which each thread first read it
  stored_clock carried;   ///< what who acquires it knows
  stored_clock carried_view;

  /// Whether it happens before, or was read before, what `now` knows. O(threads that read it).
  [[nodiscard]] bool known(const vector_clock& now) const noexcept {
    if (writer == 0 || now.at(writer) >= epoch) return true;
    for (thread_id t = 1; t < readers.size(); ++t)
      if (readers.at(t) != 0 && now.at(t) >= readers.at(t)) return true;
    return false;
  }
};

/// The values of one atomic object, in modification order, which is the order of execution. Keeps the last few.
class store_history {
 public:
  static constexpr std::size_t most = 8;

  /// A new object, or one that something unseen has written to: everybody knows its value. What the last value carried
  /// stays when `keeps` is set.
  void begin(const void* address, std::size_t size, std::uint64_t value, bool keeps) noexcept;

  /// A newer value. O(1).
  stored_value& push(std::uint64_t value) {
    stored_value& s = at(count_ < most ? count_++ : (first_ = (first_ + 1) % most, most - 1));
    s.value = value;
    s.sc = 0;
    s.readers.clear();
    return s;
  }

  [[nodiscard]] std::size_t count() const noexcept { return count_; }
  /// `back` values before the newest.
  [[nodiscard]] stored_value& back(std::size_t back) noexcept { return at(count_ - 1 - back); }

  [[nodiscard]] const void* address() const noexcept { return address_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  void forget() noexcept { count_ = 0; }

  /// How often in a row the thread was given an old value.
  [[nodiscard]] std::uint8_t& patience(thread_id t) noexcept { return patience_[t % patience_.size()]; }

 private:
  [[nodiscard]] stored_value& at(std::size_t i) noexcept { return stores_[(first_ + i) % most]; }

  std::array<stored_value, most> stores_;
  std::size_t first_{};
  std::size_t count_{};
  const void* address_{};
  std::size_t size_{};
  std::array<std::uint8_t, 32> patience_{};
};

}  // namespace selvage::order

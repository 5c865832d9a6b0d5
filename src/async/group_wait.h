#pragma once

#include <optional>
#include <span>

#include "src/async/event_core.h"

namespace selvage::async::detail {

/// One wait for several events.
class group_wait {
 public:
  /// `links[i].event` is event number i; there are at least two links. The caller holds references to all.
  group_wait(waiter::need need, std::span<wait_link> links) noexcept : self_(need, links) {}

  /// The index of the event that ended the wait (0 for all), or nothing when it timed out.
  [[nodiscard]] std::optional<std::uint32_t> run(patience limit) noexcept;

 private:
  /// Calls `f` once for each event, however often the wait was given it.
  template <class F>
  void for_each_event(F f) noexcept;

  [[nodiscard]] std::optional<std::uint32_t> test() const noexcept;
  [[nodiscard]] bool consumes(const event_core& event, std::uint32_t result) const noexcept;
  [[nodiscard]] bool give_up() noexcept;

  waiter self_;
};

}  // namespace selvage::async::detail

#include "src/async/group_wait.h"

#include <algorithm>
#include <mutex>

namespace selvage::async::detail {

template <class F>
void group_wait::for_each_event(F f) noexcept {
  const std::span<wait_link> links = self_.links();
  for (std::size_t i = 0; i < links.size(); ++i) {
    const auto same = [&](const wait_link& earlier) { return earlier.event == links[i].event; };
    if (std::ranges::none_of(links.first(i), same)) f(*links[i].event);
  }
}

std::optional<std::uint32_t> group_wait::run(patience limit) noexcept {
  const deadline until = limit.until();
  std::unique_lock group(group_mutex);
  for_each_event([](event_core& event) { event.lock_in_group(); });
  const std::optional<std::uint32_t> result = test();
  if (result || limit.polls()) {
    for_each_event([&](event_core& event) {
      event.unlock_in_group(result && consumes(event, *result) ? event_core::signalled : 0);
    });
    return result;
  }
  for (wait_link& link : self_.links()) link.event->enqueue(link);
  for_each_event([](event_core& event) { event.unlock_in_group(0); });
  group.unlock();
  if (self_.sleep(until) || give_up()) return self_.index();
  return std::nullopt;
}

std::optional<std::uint32_t> group_wait::test() const noexcept {
  const auto set = [](const wait_link& link) { return link.event->is_signalled(); };
  if (self_.what() == waiter::need::all) {
    return std::ranges::all_of(self_.links(), set) ? std::optional<std::uint32_t>(0) : std::nullopt;
  }
  const auto first = std::ranges::find_if(self_.links(), set);
  return first == self_.links().end() ? std::nullopt : std::optional(first->index);
}

bool group_wait::consumes(const event_core& event, std::uint32_t result) const noexcept {
  if (event.resets_ == event_core::resets::by_hand) return false;
  return self_.what() == waiter::need::all || self_.links()[result].event == &event;
}

/// Returns true when a signal came first after all.
bool group_wait::give_up() noexcept {
  const std::scoped_lock group(group_mutex);
  if (self_.released()) return true;
  for (wait_link& link : self_.links()) link.event->dequeue(link);
  for_each_event([](event_core& event) { event.unlock_in_group(0); });
  return false;
}

}  // namespace selvage::async::detail

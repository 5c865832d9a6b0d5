#include "src/async/waiter.h"

namespace selvage::async::detail {

void wait_queue::push_back(wait_link& link) noexcept {
  link.next = nullptr;
  link.previous = tail_;
  (tail_ == nullptr ? head_ : tail_->next) = &link;
  tail_ = &link;
}

void wait_queue::remove(wait_link& link) noexcept {
  (link.previous == nullptr ? head_ : link.previous->next) = link.next;
  (link.next == nullptr ? tail_ : link.next->previous) = link.previous;
}

waiter::waiter(need n, std::span<wait_link> links, notification notify) noexcept
    : need_(n), links_(links), notify_(notify) {
  for (std::uint32_t i = 0; wait_link & link : links_) {
    link.owner = this;
    link.index = i++;
  }
}

bool waiter::sleep(deadline until) noexcept {
  do {
    if (!futex_wait(state_, waiting, until)) return released();
  } while (!released());
  return true;
}

futex_word* waiter::release(std::uint32_t index) noexcept {
  if (notify_ != nullptr) {
    notify_(*this);
    return nullptr;
  }
  futex_word* const sleeper = &state_;
  state_.store(index + 1, std::memory_order_release);
  return sleeper;
}

void wake_list::add(futex_word* sleeper) noexcept {
  if (sleeper == nullptr) return;
  if (count_ == capacity) wake();
  sleepers_[count_++] = sleeper;
}

void wake_list::wake() noexcept {
  for (std::size_t i = 0; i < count_; ++i) futex_wake(sleepers_[i]);
  count_ = 0;
}

}  // namespace selvage::async::detail

#include "selvage/async/value_task.h"

#include "src/async/futex.h"

namespace selvage::async::detail {
namespace {

/// Stands for "has happened" in the head of a list.
continuation happened_mark;
continuation* const happened = &happened_mark;

}  // namespace

void throw_consumed() { throw invalid_operation_error("the task's result has been taken"); }
void throw_incomplete() { throw invalid_operation_error("the operation is not over"); }
void throw_awaited() { throw invalid_operation_error("somebody awaits the task already"); }

blocking_continuation::blocking_continuation() noexcept {
  run = [](continuation& self) noexcept {
    auto& over = static_cast<blocking_continuation&>(self).over_;
    over.store(1, std::memory_order_release);
    futex_wake(&over);  // whoever waits may be gone already
  };
}

void blocking_continuation::wait() noexcept {
  while (over_.load(std::memory_order_acquire) == 0) futex_wait(over_, 0, never);
}

bool waiters::completed() const noexcept { return head_.load(std::memory_order_acquire) == happened; }

bool waiters::add(continuation& c) noexcept {
  continuation* head = head_.load(std::memory_order_acquire);
  do {
    if (head == happened) return false;
    c.next = head;
  } while (!head_.compare_exchange_weak(head, &c, std::memory_order_release, std::memory_order_acquire));
  return true;
}

void waiters::complete() noexcept {
  continuation* waiting = head_.exchange(happened, std::memory_order_acq_rel);
  continuation* in_order = nullptr;
  while (waiting != nullptr) {
    continuation* const next = waiting->next;
    waiting->next = in_order;
    in_order = waiting;
    waiting = next;
  }
  while (in_order != nullptr) {
    continuation& c = *in_order;
    in_order = c.next;
    c.run(c);  // ends c's life
  }
}

}  // namespace selvage::async::detail

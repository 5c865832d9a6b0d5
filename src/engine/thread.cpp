#include "src/engine/thread.h"

namespace selvage::engine {

std::uint32_t wait_queue::size() const noexcept {
  std::uint32_t n = 0;
  for (const thread* t = head; t != nullptr; t = t->next) ++n;
  return n;
}

thread* wait_queue::at(std::uint32_t i) const noexcept {
  thread* t = head;
  while (i-- != 0 && t != nullptr) t = t->next;
  return t;
}

void wait_queue::push(thread& t) noexcept {
  t.queue = this;
  t.next = nullptr;
  t.previous = tail;
  (tail != nullptr ? tail->next : head) = &t;
  tail = &t;
}

void wait_queue::remove(thread& t) noexcept {
  (t.previous != nullptr ? t.previous->next : head) = t.next;
  (t.next != nullptr ? t.next->previous : tail) = t.previous;
  t.queue = nullptr;
  t.next = t.previous = nullptr;
}

}  // namespace selvage::engine

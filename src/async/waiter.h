#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "src/async/futex.h"

namespace selvage::async::detail {

class event_core;
class waiter;

/// A waiter's place in one event's queue. Without initialisers: an array of them costs nothing until it is used.
struct wait_link {
  wait_link* next;
  wait_link* previous;
  event_core* event;
  waiter* owner;
  std::uint32_t index;  ///< position among the waiter's events
};

/// A first-in-first-out queue of places, linked through them. Guarded by its event's lock.
class wait_queue {
 public:
  [[nodiscard]] bool empty() const noexcept { return head_ == nullptr; }
  [[nodiscard]] wait_link* front() const noexcept { return head_; }

  void push_back(wait_link& link) noexcept;
  void remove(wait_link& link) noexcept;

 private:
  wait_link* head_{};
  wait_link* tail_{};
};

/// A blocked thread: lives on its stack and stands in the queue of every event it waits for.
///
/// Whoever releases it takes it out of all of them first and stores the result last; from then on the waiter may be
/// gone. A waiter whose time is up looks at the result once more under the lock.
class waiter {
 public:
  enum class need : bool { any, all };

  /// Called in place of waking a thread, under the lock of the event that released the waiter.
  using notification = void (*)(waiter&) noexcept;

  /// Every link belongs to this waiter; `links[i]` stands for its event number i. Without a notification a thread
  /// sleeps in it.
  waiter(need n, std::span<wait_link> links, notification notify = nullptr) noexcept;
  waiter(const waiter&) = delete;
  waiter& operator=(const waiter&) = delete;

  [[nodiscard]] need what() const noexcept { return need_; }
  [[nodiscard]] std::span<wait_link> links() const noexcept { return links_; }
  [[nodiscard]] bool alone() const noexcept { return links_.size() == 1; }

  /// Sleeps until it is released or the deadline has passed. Returns whether it has been released.
  [[nodiscard]] bool sleep(deadline until) noexcept;

  [[nodiscard]] bool released() const noexcept { return state_.load(std::memory_order_acquire) != waiting; }

  /// Which of its events released it.
  [[nodiscard]] std::uint32_t index() const noexcept { return state_.load(std::memory_order_relaxed) - 1; }

  /// Lets it return `index`; it must stand in no queue. Returns what has to be woken, if anything.
  futex_word* release(std::uint32_t index) noexcept;

 private:
  static constexpr std::uint32_t waiting = 0;

  futex_word state_{waiting};
  need need_;
  std::span<wait_link> links_;
  notification notify_;
};

/// Threads to wake once no lock is held any more.
class wake_list {
 public:
  wake_list() = default;
  ~wake_list() { wake(); }
  wake_list(const wake_list&) = delete;
  wake_list& operator=(const wake_list&) = delete;

  void add(futex_word* sleeper) noexcept;
  void wake() noexcept;

 private:
  static constexpr std::size_t capacity = 16;
  std::size_t count_{};
  std::array<futex_word*, capacity> sleepers_;
};

}  // namespace selvage::async::detail

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

#include "selvage/async/release_notification.h"
#include "src/async/handle_word.h"
#include "src/async/waiter.h"

namespace selvage::async::detail {

using word = std::uint64_t;

/// One handle of an event: the references to it, in the low half of `state`.
struct event_handle {
  std::atomic<word> state;
  release_notification released;

  event_handle(word first, release_notification notification) noexcept : state(first), released(notification) {}

  /// Throws object_disposed_error when the handle is closed.
  void add_ref();

  /// Drops a reference. Throws object_disposed_error when there is none.
  void release() { drop(0); }

  /// Drops the first reference, once. Throws object_disposed_error when there is none.
  void close() { drop(handle_word::disposed); }

  [[nodiscard]] bool is_closed() const noexcept;

  /// Who needs the memory, whatever references there are: the last one deletes it.
  void share() noexcept { owners_.fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] bool unshare() noexcept { return owners_.fetch_sub(1, std::memory_order_acq_rel) == 1; }

 private:
  void drop(word mark);

  std::atomic<std::uint32_t> owners_{1};
};

/// How an operation reaches the event.
struct passage {
  word barred;  ///< bits that make it throw object_disposed_error
  word unit;    ///< the reference it holds while it is under way
};

/// Through the event's first handle, whose references share a word with the event: one step tests the handle, takes
/// the reference and acts.
inline constexpr passage by_first_handle{handle_word::closed, handle_word::one_reference};

/// By a caller that holds a reference already.
inline constexpr passage held{0, 0};

/// How long a wait may take; a deadline is reckoned once, when it first blocks.
class patience {
 public:
  /// Nothing: for ever. Zero: test and return.
  explicit patience(std::optional<std::chrono::nanoseconds> limit) noexcept : limit_(limit) {}

  [[nodiscard]] bool polls() const noexcept { return limit_ && limit_->count() == 0; }
  [[nodiscard]] deadline until() const noexcept;

 private:
  std::optional<std::chrono::nanoseconds> limit_;
};

/// An event: whether it is set, who waits for it, and its first handle, in one word.
///
/// While nobody waits, every operation is one compare-and-swap of that word. The queue of waiters is guarded by a
/// lock bit in the word; the state of an event with waiters changes only under that lock. Waits for several events
/// lock them all, so they take turns under one mutex of the process: an event that has such a waiter is `grouped`,
/// and then its state and its queue belong to whoever holds that mutex.
class event_core : public event_handle {
 public:
  enum class resets : bool { by_hand, by_itself };

  event_core(resets r, bool initially_set, release_notification notification) noexcept;

  void set(passage p);

  /// Sets the event and gives back a reference that the caller holds to the first handle: whoever has learnt of the set
  /// may destroy that handle, unless it was closed before.
  void set_and_release() noexcept;

  void reset(passage p);
  void pulse(passage p);

  /// Returns false when it timed out.
  bool wait(passage p, patience limit);

  /// Runs `f` while this event's queue is the caller's: nobody sets, resets or consumes it meanwhile. `f` returns true
  /// to consume the signal.
  template <class F>
  void with_queue(F f);

  [[nodiscard]] bool is_signalled() const noexcept;
  [[nodiscard]] bool resets_by_itself() const noexcept { return resets_ == resets::by_itself; }
  void enqueue(wait_link& link) noexcept;
  void dequeue(wait_link& link) noexcept;

 private:
  friend class event_lock;
  friend class group_wait;

  static constexpr word signalled = word{1} << 32;
  static constexpr word queued = word{1} << 33;   ///< somebody waits
  static constexpr word grouped = word{1} << 34;  ///< somebody waits for this and other events
  static constexpr word locked = word{1} << 35;   ///< the queue is in use
  static constexpr word awaited = word{1} << 36;  ///< somebody waits for the lock
  static constexpr word busy = queued | locked;

  bool comes_soon(word& w) noexcept;
  void signal(passage p, word w, bool keep);
  void clear(passage p, word w);
  bool block(passage p, word w, patience limit);
  bool give_up(passage p, waiter& self) noexcept;

  [[nodiscard]] bool acceptable(const waiter& w) const noexcept;
  bool release_waiters(wake_list& sleepers) noexcept;
  void release_waiter(wait_link& link, wake_list& sleepers) noexcept;
  [[nodiscard]] word queue_bits() const noexcept;

  void lock_in_group() noexcept;
  void unlock_in_group(word clear) noexcept;
  void await_unlock(word& w) noexcept;
  void admit_awaiting() noexcept;

  futex_word gate_{};  ///< counts unlocks that somebody waited for
  resets resets_;
  wait_queue queue_;
  std::uint32_t group_links_{};  ///< places in the queue of waiters for several events
};

/// The mutex of waits for several events.
extern std::mutex group_mutex;

/// Holds one event's queue, by its lock bit or, where it is grouped, by the group mutex.
class event_lock {
 public:
  explicit event_lock(event_core& event) noexcept : event_(event) {}
  ~event_lock();
  event_lock(const event_lock&) = delete;
  event_lock& operator=(const event_lock&) = delete;

  /// Stores `next` in place of `w` and takes the queue, in one step. On false `w` is the newest word: look again.
  [[nodiscard]] bool enter(word& w, word next) noexcept;

  /// Clears `clear`, sets `set`, brings the queue's bits up to date and drops `unit`, in one step; wakes the threads
  /// that were released.
  void leave(word set, word clear, word unit) noexcept;

  wake_list& sleepers() noexcept { return sleepers_; }

 private:
  event_core& event_;
  word entered_{};  ///< the word as `enter` left it
  bool has_group_{};
  wake_list sleepers_;
};

template <class F>
void event_core::with_queue(F f) {
  event_lock lock(*this);
  word w = state.load(std::memory_order_acquire);
  while (!lock.enter(w, w)) {
  }
  lock.leave(0, f() ? signalled : 0, 0);
}

}  // namespace selvage::async::detail

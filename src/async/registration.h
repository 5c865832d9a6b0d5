#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

#include "selvage/async/thread_pool.h"
#include "src/async/event_core.h"
#include "src/async/pool_core.h"
#include "src/async/waiter.h"

namespace selvage::async::detail {

/// A reference to a handle of an event that does not end with a call. The memory of handle and event lives as long as
/// this does.
class kept_event {
 public:
  kept_event() = default;
  kept_event(kept_event&& other) noexcept;
  kept_event& operator=(kept_event&& other) noexcept;
  ~kept_event();

  /// Throws object_disposed_error when the handle is closed.
  static kept_event of(event_wait_handle& handle);

  [[nodiscard]] event_core& core() const noexcept { return *core_; }
  explicit operator bool() const noexcept { return core_ != nullptr; }

  /// Gives the reference back, once, and has done so when it returns, from whichever thread.
  void release() noexcept;

  /// Sets the event and gives the reference back.
  void set_and_release() noexcept;

 private:
  enum class hold : std::uint32_t { none, reference, leaving };

  event_core* core_{};
  event_handle* handle_{};
  std::atomic<hold> hold_{hold::none};
};

/// A registered wait. It stands in the event's queue as a waiter whose release posts a callback to the pool.
///
/// Locks: the event's queue guards whether the wait is armed; `guard_` the rest. The queue may be held while `guard_`
/// or the pool's lock is taken, never the other way round. It owns itself until its wait is gone and no callback is
/// left.
class registration final : public timer, private work_item, private waiter {
 public:
  registration(std::shared_ptr<pool_core> pool, event_wait_handle& handle, wait_or_timer_callback callback, void* state,
               time_limit timeout, bool once);

  void begin();

  /// The completion event, if any, is set in the end when this returns true, and not touched when it returns false.
  /// Throws object_disposed_error when it is closed.
  [[nodiscard]] bool unregister(event_wait_handle* completion);
  [[nodiscard]] bool unregister_blocking();

 private:
  /// What is left to do without a lock when a registration is over.
  struct ending {
    std::shared_ptr<timer> self;
    kept_event completion;
    ~ending();
  };

  static void satisfied(waiter& w) noexcept;

  void run() noexcept override;
  void time_passed(std::uint64_t arming) noexcept override;
  bool arm() noexcept;
  void fire(bool timed_out) noexcept;
  void remove() noexcept;
  void end_if_over(ending& e) noexcept;

  const std::shared_ptr<pool_core> pool_;
  const wait_or_timer_callback callback_;
  void* const state_;
  const patience patience_;
  const bool timed_;
  const bool once_;
  wait_link link_;
  kept_event event_;

  // Guarded by the event's queue.
  bool armed_{};
  bool retired_{};  ///< never armed again
  std::uint64_t arming_{};

  bool cause_{};  ///< of the callback that is queued: it timed out

  std::mutex guard_;
  std::condition_variable idle_;
  unsigned callbacks_{};  ///< queued or running
  bool unregistered_{};
  bool removed_{};  ///< the wait is gone
  kept_event completion_;
  std::shared_ptr<timer> self_;
};

}  // namespace selvage::async::detail

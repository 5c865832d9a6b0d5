#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "src/async/futex.h"

namespace selvage::async::detail {

/// Something to run on a pool, linked through itself; it may be queued again as soon as it runs.
class work_item {
 public:
  work_item() = default;
  work_item(const work_item&) = delete;
  work_item& operator=(const work_item&) = delete;
  virtual void run() noexcept = 0;

 protected:
  ~work_item() = default;

 private:
  friend class pool_core;
  work_item* next_{};
};

/// Somebody to tell when a time has passed. Owned by shared pointers, so that it outlives being told. Its node is made
/// once, so that arming allocates nothing.
class timer : public std::enable_shared_from_this<timer> {
 public:
  timer();
  timer(const timer&) = delete;
  timer& operator=(const timer&) = delete;
  virtual ~timer() = default;

  /// The time of the arming with that number has passed. Runs on a thread of the pool, without a lock.
  virtual void time_passed(std::uint64_t arming) noexcept = 0;

 private:
  friend class pool_core;
  using timers = std::multimap<deadline, timer*>;

  timers::node_type node_;  ///< empty while it is armed
  timers::iterator at_;     ///< while it is
  std::uint64_t arming_{};
};

/// What the threads of a pool share: a queue of work, and timers by their deadlines. One of the idle threads, the
/// watch, sleeps until the earliest deadline.
class pool_core {
 public:
  void post(work_item& item) noexcept;

  /// Disarms the timer, if it is armed, and posts the item, in one step.
  void post(work_item& item, timer& t) noexcept;

  void arm(timer& t, deadline until, std::uint64_t arming) noexcept;
  void disarm(timer& t) noexcept;

  /// A thread of the pool: returns after `stop`, when nothing is queued.
  void work() noexcept;
  void stop() noexcept;

 private:
  void push(work_item& item) noexcept;
  void take_out(timer& t) noexcept;
  void tell_earliest(std::unique_lock<std::mutex>& lock) noexcept;
  void run_first(std::unique_lock<std::mutex>& lock) noexcept;
  void sleep(std::unique_lock<std::mutex>& lock) noexcept;
  /// Looks for work a little longer, where that pays, one thread at a time.
  void look(std::unique_lock<std::mutex>& lock) noexcept;

  std::mutex guard_;
  std::condition_variable changed_;
  work_item* first_{};
  work_item* last_{};
  timer::timers timers_;
  unsigned idle_{};
  std::atomic<bool> posted_{};  ///< since the thread that looks began to
  bool looking_{};
  bool watched_{};
  bool stopping_{};
};

}  // namespace selvage::async::detail

#include "src/async/pool_core.h"

#include <utility>

#include "src/async/spin.h"

namespace selvage::async::detail {

timer::timer() {
  timers one;
  node_ = one.extract(one.emplace(never, this));
}

void pool_core::push(work_item& item) noexcept {
  item.next_ = nullptr;
  (last_ == nullptr ? first_ : last_->next_) = &item;
  last_ = &item;
  // A thread that looks comes for one piece of work without being woken.
  if (looking_ && !posted_.load(std::memory_order_relaxed)) {
    posted_.store(true, std::memory_order_relaxed);
  } else if (idle_ != 0) {
    changed_.notify_one();
  }
}

void pool_core::post(work_item& item) noexcept {
  const std::scoped_lock lock(guard_);
  push(item);
}

void pool_core::post(work_item& item, timer& t) noexcept {
  const std::scoped_lock lock(guard_);
  take_out(t);
  push(item);
}

void pool_core::arm(timer& t, deadline until, std::uint64_t arming) noexcept {
  const std::scoped_lock lock(guard_);
  t.arming_ = arming;
  t.node_.key() = until;
  t.at_ = timers_.insert(std::move(t.node_));
  // The watch sleeps too long now, and which of the sleepers it is only they know.
  if (t.at_ == timers_.begin() && idle_ != 0) changed_.notify_all();
}

void pool_core::disarm(timer& t) noexcept {
  const std::scoped_lock lock(guard_);
  take_out(t);
}

void pool_core::take_out(timer& t) noexcept {
  if (t.node_.empty()) t.node_ = timers_.extract(t.at_);
}

void pool_core::stop() noexcept {
  const std::scoped_lock lock(guard_);
  stopping_ = true;
  changed_.notify_all();
}

void pool_core::work() noexcept {
  std::unique_lock lock(guard_);
  for (;;) {
    if (!timers_.empty() && timers_.begin()->first <= std::chrono::steady_clock::now()) {
      tell_earliest(lock);
    } else if (first_ != nullptr) {
      run_first(lock);
    } else if (stopping_) {
      return;
    } else {
      sleep(lock);
    }
  }
}

void pool_core::tell_earliest(std::unique_lock<std::mutex>& lock) noexcept {
  // While a timer is armed its owner holds on to it: only here may that end at any moment.
  timer& t = *timers_.begin()->second;
  const std::uint64_t arming = t.arming_;
  std::shared_ptr<timer> told = t.shared_from_this();
  take_out(t);
  lock.unlock();
  told->time_passed(arming);
  told.reset();
  lock.lock();
}

void pool_core::run_first(std::unique_lock<std::mutex>& lock) noexcept {
  work_item& item = *first_;
  first_ = item.next_;
  if (first_ == nullptr) last_ = nullptr;
  // Whoever kept watch may be the one that runs now, for how long nobody knows.
  if (!timers_.empty() && !watched_ && idle_ != 0) changed_.notify_one();
  lock.unlock();
  item.run();
  lock.lock();
}

void pool_core::look(std::unique_lock<std::mutex>& lock) noexcept {
  looking_ = true;
  posted_.store(false, std::memory_order_relaxed);
  lock.unlock();
  if (!spin_until([this] { return posted_.load(std::memory_order_relaxed); })) spin_habit::in_vain();
  lock.lock();
  looking_ = false;
}

void pool_core::sleep(std::unique_lock<std::mutex>& lock) noexcept {
  if (!looking_ && spin_habit::worthwhile()) return look(lock);
  spin_habit::slept();
  ++idle_;
  if (timers_.empty() || watched_) {
    changed_.wait(lock);
  } else {
    watched_ = true;
    changed_.wait_until(lock, timers_.begin()->first);
    watched_ = false;
  }
  --idle_;
}

}  // namespace selvage::async::detail

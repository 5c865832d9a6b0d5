// An event whose set takes no lock where nobody waits. Setting it and waiting for it each write one object and then
// read the other; with acquire and release both may read too early, as on x86-64, too, and the waiter sleeps for ever.
// Only weak memory shows it. Exit status 0 when the check does.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "selvage/check/check.h"

namespace {

template <std::memory_order Store, std::memory_order Load>
class fast_event {
 public:
  void set() {
    set_.store(true, Store);
    if (waiters_.load(Load) == 0) return;
    std::lock_guard lock(mutex_);
    changed_.notify_all();
  }
  void wait() {
    if (set_.load(Load)) return;
    std::unique_lock lock(mutex_);
    waiters_.fetch_add(1, Store);
    changed_.wait(lock, [this] { return set_.load(Load); });
    waiters_.fetch_sub(1, Store);
  }

 private:
  std::atomic<bool> set_{false};
  std::atomic<int> waiters_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
};

using my_event = fast_event<std::memory_order_seq_cst, std::memory_order_seq_cst>;
using hasty_event = fast_event<std::memory_order_release, std::memory_order_acquire>;

}  // namespace

int main() {
  const selvage::check::options weak{.weak_memory = true};
  const auto good = selvage::check::events<my_event>(weak);
  std::printf("my_event: %s\n", good.to_string().c_str());

  const auto unseen = selvage::check::events<hasty_event>();
  std::printf("hasty_event: %s\n", unseen.to_string().c_str());

  const auto bad = selvage::check::events<hasty_event>(weak);
  std::printf("hasty_event under weak memory: %s", bad.to_string().c_str());

  return good.holds() && unseen.holds() && bad.violated() && bad.verdict() == "lost-wakeup" ? 0 : 1;
}

// Two events: one that is right, and one whose waiters can miss a set that a reset follows. Status 0 when the first
// holds and the lost wakeup of the second is found.
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <mutex>

#include "selvage/check/check.h"

class good_event {
 public:
  void set() {
    const std::lock_guard lock(m_);
    if (!set_) ++released_;
    set_ = true;
    changed_.notify_all();
  }
  void reset() {
    const std::lock_guard lock(m_);
    set_ = false;
  }
  void wait() {
    std::unique_lock lock(m_);
    const auto before = released_;
    while (!set_ && released_ == before) changed_.wait(lock);
  }

 private:
  std::mutex m_;
  std::condition_variable changed_;
  std::uint64_t released_ = 0;
  bool set_ = false;
};

class lossy_event {
 public:
  void set() {
    const std::lock_guard lock(m_);
    set_ = true;
    changed_.notify_all();
  }
  void reset() {
    const std::lock_guard lock(m_);
    set_ = false;
  }
  void wait() {
    std::unique_lock lock(m_);
    while (!set_) changed_.wait(lock);
  }

 private:
  std::mutex m_;
  std::condition_variable changed_;
  bool set_ = false;
};

int main() {
  const auto good = selvage::check::events<good_event>({.executions = 200, .generated = 5});
  const auto lossy = selvage::check::events<lossy_event>({.executions = 200, .generated = 5});
  std::printf("%s%s", good.to_string().c_str(), lossy.to_string().c_str());
  return good.holds() && lossy.violated() && lossy.verdict() == "lost-wakeup" ? 0 : 1;
}

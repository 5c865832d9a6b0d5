// A manual-reset event as textbooks have it, and the one that keeps its promise: a thread that a set released returns,
// even when a reset follows before the thread has run. Exit status 0 when the check tells them apart.
#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "selvage/check/check.h"

namespace {

class textbook_event {
 public:
  void set() {
    std::lock_guard lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  void reset() {
    std::lock_guard lock(mutex_);
    set_ = false;
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

class my_event {
 public:
  void set() {
    std::lock_guard lock(mutex_);
    set_ = true;
    ++sets_;
    changed_.notify_all();
  }
  void reset() {
    std::lock_guard lock(mutex_);
    set_ = false;
  }
  void wait() {
    std::unique_lock lock(mutex_);
    const auto before = sets_;
    changed_.wait(lock, [&] { return set_ || sets_ != before; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
  unsigned sets_ = 0;
};

}  // namespace

int main() {
  const auto good = selvage::check::events<my_event>();
  std::printf("my_event: %s\n", good.to_string().c_str());

  const auto bad = selvage::check::events<textbook_event>();
  std::printf("textbook_event: %s", bad.to_string().c_str());

  return good.holds() && bad.violated() && bad.verdict() == "lost-wakeup" ? 0 : 1;
}

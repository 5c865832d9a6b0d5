// A background worker: a run at a time, progress, cancellation, and a completion that comes once. Two of them, one
// wrong; exit status 0 when the check tells them apart.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "selvage/check/check.h"

namespace {

using selvage::async::invalid_operation_error;

// Its thread works and raises what there is to raise, one after the other, as a message loop does.
class worker {
 public:
  worker(int, bool failing, bool cancellable, selvage_released_fn released, selvage_callback_fn called, void* hook)
      : failing_(failing), cancellable_(cancellable), released_(released), called_(called), hook_(hook) {}
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;
  ~worker() {
    {
      const std::scoped_lock lock(mutex_);
      ends_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void cancel_async() {
    if (!cancellable_) throw invalid_operation_error("it cannot be cancelled");
    const std::scoped_lock lock(mutex_);
    cancelled_ = true;
  }

  bool is_busy() {
    const std::scoped_lock lock(mutex_);
    return busy_;
  }

 protected:
  void start_with_the_lock() {
    busy_ = wanted_ = true;
    cancelled_ = false;
    changed_.notify_all();
  }

  std::mutex mutex_;
  bool busy_ = false;

 private:
  void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return wanted_ || ends_; });
      if (!wanted_) return;
      wanted_ = false;
      lock.unlock();
      called_(hook_, SELVAGE_CAUSE_PROGRESS);
      lock.lock();
      int cause = cancelled_ ? SELVAGE_CAUSE_CANCELLED : SELVAGE_CAUSE_RESULT;
      if (failing_) cause = SELVAGE_CAUSE_ERROR;
      busy_ = false;
      lock.unlock();
      released_(hook_);
      called_(hook_, cause);
      lock.lock();
    }
  }

  std::condition_variable changed_;
  bool wanted_ = false;
  bool cancelled_ = false;
  bool ends_ = false;
  const bool failing_;
  const bool cancellable_;
  const selvage_released_fn released_;
  const selvage_callback_fn called_;
  void* const hook_;
  std::thread thread_{[this] { serve(); }};
};

class my_worker : public worker {
 public:
  using worker::worker;

  void run_async() {
    const std::scoped_lock lock(mutex_);
    if (busy_) throw invalid_operation_error("it is busy");
    start_with_the_lock();
  }
};

// Two who find it idle at the same time both start it, and it runs once.
class hasty_worker : public worker {
 public:
  using worker::worker;

  void run_async() {
    if (is_busy()) throw invalid_operation_error("it is busy");
    const std::scoped_lock lock(mutex_);
    start_with_the_lock();
  }
};

template <class Worker>
selvage::check::report checked(const char* name) {
  static constexpr auto workers = selvage::subjects::workers_of<Worker>();
  auto subject = selvage::subjects::described(name, "1", "a background worker");
  subject.components = &workers;
  subject.lacks = SELVAGE_LACKS_POOL_CONTEXT | SELVAGE_LACKS_INLINE_CONTEXT | SELVAGE_LACKS_THROWING_CONTEXT;
  auto found = selvage::check::subject(subject);
  std::printf("%s: %s\n", name, found.to_string().c_str());
  return found;
}

}  // namespace

int main() {
  const auto good = checked<my_worker>("my_worker");
  const auto bad = checked<hasty_worker>("hasty_worker");
  return good.holds() && bad.violated() && bad.clause() == "EAP-09" ? 0 : 1;
}

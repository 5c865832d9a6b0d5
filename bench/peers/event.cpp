// P1: three threads. One waits on an event of a mutex and a condition variable, one sets it and resets it, one releases
// a reference; the last reference deletes the event.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace {

class event {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    const unsigned seen = pulses_;
    condition_.wait(lock, [&] { return set_ || pulses_ != seen; });
  }
  void set() {
    const std::lock_guard lock(mutex_);
    set_ = true;
    ++pulses_;
    condition_.notify_all();
  }
  void reset() {
    const std::lock_guard lock(mutex_);
    set_ = false;
  }
  void release() {
    if (references_.fetch_sub(1) == 1) delete this;
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool set_ = false;
  unsigned pulses_ = 0;
  std::atomic<int> references_{3};
};

}  // namespace

int main() {
  auto* const e = new event;
  std::thread waiter([e] {
    e->wait();
    e->release();
  });
  std::thread setter([e] {
    e->set();
    e->reset();
    e->set();
    e->release();
  });
  std::thread other([e] { e->release(); });
  waiter.join();
  setter.join();
  other.join();
}

// The Bluetooth driver of Qadeer and Wu (KISS, PLDI 2004): one thread does input and output, another stops the
// driver. `enter` looks at the flag and then counts itself in; the driver may be stopped between the two.
//
//   selvage-c++ -std=c++20 -O1 bluetooth.cpp -o bluetooth
//   selvage run -- ./bluetooth
#include <atomic>
#include <cassert>
#include <condition_variable>
#include <mutex>
#include <thread>

class driver {
 public:
  bool enter() {
    if (stopping_) return false;
    ++pending_;
    return true;
  }

  void leave() {
    if (--pending_ != 0) return;
    const std::lock_guard guard(lock_);
    idle_ = true;
    changed_.notify_all();
  }

  void stop() {
    stopping_ = true;
    leave();
    std::unique_lock guard(lock_);
    changed_.wait(guard, [this] { return idle_; });
    stopped_ = true;
  }

  [[nodiscard]] bool stopped() const { return stopped_; }

 private:
  std::atomic<int> pending_{1};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> stopped_{false};
  bool idle_{false};
  std::mutex lock_;
  std::condition_variable changed_;
};

int main() {
  driver d;
  std::thread io([&] {
    if (!d.enter()) return;
    assert(!d.stopped());  // nobody stops a driver at work
    d.leave();
  });
  std::thread stopper([&] { d.stop(); });
  io.join();
  stopper.join();
}

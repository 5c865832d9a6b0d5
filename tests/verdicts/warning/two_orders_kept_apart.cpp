// Two orders of locking, which a flag that the locks know nothing of keeps from meeting.
#include <atomic>
#include <mutex>
#include <thread>

int main() {
  std::mutex one, other;
  std::atomic<bool> done{false};
  std::thread first([&] {
    {
      std::lock_guard a(one);
      std::lock_guard b(other);
    }
    done.store(true);
    done.notify_one();
  });
  std::thread second([&] {
    done.wait(false);
    std::lock_guard b(other);
    std::lock_guard a(one);
  });
  first.join();
  second.join();
}

// The flag is set without the mutex, between the waiter's look and its sleep.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable ready;
  std::atomic<bool> flag{false};
  std::thread other([&] {
    flag = true;
    ready.notify_one();
  });
  {
    std::unique_lock hold(m);
    while (!flag) ready.wait(hold);
  }
  other.join();
}

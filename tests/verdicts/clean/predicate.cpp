// Near lost-wakeup: the waiter asks first, under the mutex.

#include <condition_variable>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable ready;
  bool flag = false;
  std::thread other([&] {
    const std::lock_guard hold(m);
    flag = true;
    ready.notify_one();
  });
  {
    std::unique_lock hold(m);
    ready.wait(hold, [&] { return flag; });
  }
  other.join();
}

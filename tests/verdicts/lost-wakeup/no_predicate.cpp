// The waiter waits without asking first: a notification before that is lost.

#include <condition_variable>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable ready;
  std::thread other([&] {
    const std::lock_guard hold(m);
    ready.notify_one();
  });
  {
    std::unique_lock hold(m);
    ready.wait(hold);
  }
  other.join();
}

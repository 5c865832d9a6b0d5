// Near lost-wakeup: the wait gives up by itself.

#include <condition_variable>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable ready;
  std::thread other([&] { ready.notify_one(); });
  {
    std::unique_lock hold(m);
    ready.wait_for(hold, std::chrono::milliseconds(5));
  }
  other.join();
}

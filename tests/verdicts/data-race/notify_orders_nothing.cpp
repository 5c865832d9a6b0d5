// A notification alone is no edge: the writer does not hold the mutex.

#include <condition_variable>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable changed;
  int value = 0;
  std::thread writer([&] {
    value = 1;
    changed.notify_all();
  });
  {
    std::unique_lock hold(m);
    changed.wait_for(hold, std::chrono::milliseconds(1));
    ++value;
  }
  writer.join();
}

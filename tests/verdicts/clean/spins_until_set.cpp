// Near livelock: somebody sets the flag.

#include <atomic>
#include <thread>

int main() {
  std::atomic<bool> stop{false};
  std::thread spinner([&] {
    while (!stop) std::this_thread::yield();
  });
  stop = true;
  spinner.join();
}

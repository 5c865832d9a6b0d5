// The flag that ends the loop is never set.

#include <atomic>
#include <thread>

int main() {
  std::atomic<bool> stop{false};
  std::thread spinner([&] {
    while (!stop) std::this_thread::yield();
  });
  spinner.join();
}

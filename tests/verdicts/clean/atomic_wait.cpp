// Near data-race: std::atomic::wait and notify.

#include <atomic>
#include <thread>

int main() {
  std::atomic<int> ready{0};
  int value = 0;
  std::thread other([&] {
    value = 1;
    ready.store(1, std::memory_order_release);
    ready.notify_one();
  });
  ready.wait(0, std::memory_order_acquire);
  ++value;
  other.join();
  return value == 2 ? 0 : 1;
}

// The flag that publishes is relaxed: the payload is not ordered before it.

#include <atomic>
#include <thread>

int payload;
std::atomic<bool> ready{false};

int main() {
  std::thread writer([] {
    payload = 42;
    ready.store(true, std::memory_order_relaxed);
  });
  int seen = 0;
  if (ready.load(std::memory_order_acquire)) seen = payload;
  writer.join();
  return seen == 1;
}

// Near data-race: release and acquire order the payload.

#include <atomic>
#include <thread>

int payload;
std::atomic<bool> ready{false};

int main() {
  std::thread writer([] {
    payload = 42;
    ready.store(true, std::memory_order_release);
  });
  int seen = 42;
  if (ready.load(std::memory_order_acquire)) seen = payload;
  writer.join();
  return seen == 42 ? 0 : 1;
}

// A release fence without an acquire fence orders nothing.

#include <atomic>
#include <thread>

int payload;
std::atomic<int> ready{0};

int main() {
  std::thread writer([] {
    payload = 1;
    std::atomic_thread_fence(std::memory_order_release);
    ready.store(1, std::memory_order_relaxed);
  });
  int seen = 0;
  if (ready.load(std::memory_order_relaxed) == 1) seen = payload;
  writer.join();
  return seen == 2;
}

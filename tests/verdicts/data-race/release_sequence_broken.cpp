// A plain relaxed store between them ends the release sequence.

#include <atomic>
#include <thread>

int payload;
std::atomic<int> state{0};

int main() {
  std::thread writer([] {
    payload = 1;
    state.store(1, std::memory_order_release);
    state.store(2, std::memory_order_relaxed);
  });
  int seen = 0;
  if (state.load(std::memory_order_acquire) == 2) seen = payload;
  writer.join();
  return seen == 3;
}

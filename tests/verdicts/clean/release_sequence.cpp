// Near data-race: a relaxed read-modify-write goes on with the release sequence.

#include <atomic>
#include <thread>

int payload;
std::atomic<int> state{0};

int main() {
  std::thread writer([] {
    payload = 1;
    state.store(1, std::memory_order_release);
  });
  std::thread middle([] {
    int expected = 1;
    state.compare_exchange_strong(expected, 2, std::memory_order_relaxed);
  });
  int seen = 1;
  if (state.load(std::memory_order_acquire) == 2) seen = payload;
  writer.join();
  middle.join();
  return seen == 1 ? 0 : 1;
}

// Each thread waits for the other to go first.

#include <atomic>
#include <thread>

int main() {
  std::atomic<int> arrived{0};
  const auto meet = [&](int mine) {
    while (arrived.load() != 1 - mine) std::this_thread::yield();
    arrived.store(mine);
  };
  std::thread a(meet, 2);
  std::thread b(meet, 3);
  a.join();
  b.join();
}

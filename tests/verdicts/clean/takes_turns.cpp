// Near livelock: each thread waits for its turn, which comes.

#include <atomic>
#include <thread>

int main() {
  std::atomic<int> turn{0};
  const auto play = [&](int mine) {
    for (int i = 0; i < 2; ++i) {
      while (turn.load() != mine) std::this_thread::yield();
      turn.store(1 - mine);
    }
  };
  std::thread other(play, 1);
  play(0);
  other.join();
}

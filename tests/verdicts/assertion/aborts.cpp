// Aborts when the other thread came first.

#include <atomic>
#include <cstdlib>
#include <thread>

int main() {
  std::atomic<int> turn{0};
  std::thread other([&] { turn = 1; });
  if (turn == 1) std::abort();
  other.join();
}

// Near data-race: sequentially consistent flags admit one of them.

#include <atomic>
#include <thread>

int main() {
  std::atomic<bool> a{false};
  std::atomic<bool> b{false};
  int value = 0;
  std::thread other([&] {
    a = true;
    if (!b) ++value;
  });
  b = true;
  if (!a) ++value;
  other.join();
  return value <= 1 ? 0 : 1;
}

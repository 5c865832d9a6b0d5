// Near data-race: a latch one way, a semaphore back.

#include <latch>
#include <semaphore>
#include <thread>

int main() {
  std::latch ready(1);
  std::counting_semaphore<2> back(0);
  int value = 0;
  std::thread other([&] {
    ready.wait();
    ++value;
    back.release();
  });
  value = 1;
  ready.count_down();
  back.acquire();
  ++value;
  other.join();
  return value == 3 ? 0 : 1;
}

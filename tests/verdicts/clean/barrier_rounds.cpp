// Near data-race: each round is behind a barrier.

#include <barrier>
#include <thread>

int main() {
  std::barrier round(2);
  int left = 0;
  int right = 0;
  std::thread other([&] {
    for (int i = 0; i < 2; ++i) {
      right = left + 1;
      round.arrive_and_wait();
      round.arrive_and_wait();
    }
  });
  for (int i = 0; i < 2; ++i) {
    round.arrive_and_wait();
    left = right;
    round.arrive_and_wait();
  }
  other.join();
  return left == 2 ? 0 : 1;
}

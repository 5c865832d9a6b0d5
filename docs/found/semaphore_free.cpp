// Free-running threads against std::counting_semaphore: round after round, two threads each take the one unit and give
// it back. Ends when neither moves any more although the unit is there.
//
//   g++ -std=c++20 -O2 semaphore_free.cpp -o semaphore_free -pthread && ./semaphore_free
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <semaphore>
#include <thread>

#include <unistd.h>

namespace {

using semaphore = std::counting_semaphore<8>;

alignas(semaphore) std::array<std::byte, sizeof(semaphore)> storage;
semaphore* one = nullptr;
std::array<std::atomic<long>, 2> reached;

void spin(long n) {
  for (long i = 0; i < n; ++i) asm volatile("pause");
}

/// Both threads leave together.
void meet(std::size_t me, long at) {
  reached[me].store(at);
  for (long tries = 0; reached[1 - me].load() < at;) {
    if (++tries > 2'000) std::this_thread::yield();
  }
}

void work(std::size_t me) {
  for (long round = 1;; ++round) {
    if (me == 0) one = new (storage.data()) semaphore(1);
    meet(me, 2 * round - 1);
    if (me == 1) spin(round % 13);
    one->acquire();
    spin(round / 13 * 3 % 700);
    one->release();
    meet(me, 2 * round);
  }
}

}  // namespace

int main() {
  std::thread(work, std::size_t{0}).detach();
  std::thread(work, std::size_t{1}).detach();
  long last = -1;
  for (int i = 0; i < 240; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const long now = reached[0] + reached[1];
    if (now == last) {
      std::printf("round %ld: a thread sleeps in acquire() and the count is %d\n", now / 4, one->try_acquire() ? 1 : 0);
      std::fflush(stdout);
      _exit(1);
    }
    last = now;
  }
  std::printf("%ld rounds, and no thread slept on\n", last / 4);
  std::fflush(stdout);
  _exit(0);
}

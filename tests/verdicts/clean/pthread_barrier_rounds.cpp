// Near data-race: each round is behind a POSIX barrier.

#include <pthread.h>
#include <thread>

int main() {
  pthread_barrier_t round;
  pthread_barrier_init(&round, nullptr, 2);
  int left = 0;
  int right = 0;
  std::thread other([&] {
    for (int i = 0; i < 2; ++i) {
      right = left + 1;
      pthread_barrier_wait(&round);
      pthread_barrier_wait(&round);
    }
  });
  for (int i = 0; i < 2; ++i) {
    pthread_barrier_wait(&round);
    left = right;
    pthread_barrier_wait(&round);
  }
  other.join();
  pthread_barrier_destroy(&round);
  return left == 2 ? 0 : 1;
}

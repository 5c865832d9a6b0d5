// The barrier is destroyed while a thread waits at it.
// also: deadlock

#include <pthread.h>
#include <thread>

pthread_barrier_t b;

int main() {
  pthread_barrier_init(&b, nullptr, 2);
  std::thread other([] { pthread_barrier_wait(&b); });
  pthread_barrier_destroy(&b);
  other.join();
}

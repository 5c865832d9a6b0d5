// Near data-race: a semaphore of one is a lock.

#include <semaphore.h>
#include <thread>

int main() {
  sem_t lock;
  sem_init(&lock, 0, 1);
  int value = 0;
  const auto add = [&] {
    sem_wait(&lock);
    ++value;
    sem_post(&lock);
  };
  std::thread other(add);
  add();
  other.join();
  sem_destroy(&lock);
  return value == 2 ? 0 : 1;
}

// The semaphore is destroyed before the last post.

#include <semaphore.h>
#include <thread>

sem_t s;

int main() {
  sem_init(&s, 0, 1);
  std::thread other([] { sem_post(&s); });
  sem_wait(&s);
  sem_destroy(&s);
  other.join();
}

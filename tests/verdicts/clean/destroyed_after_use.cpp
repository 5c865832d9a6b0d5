// Near misuse: destroyed when nobody uses it, and made again in the same place.

#include <pthread.h>
#include <semaphore.h>
#include <thread>

int main() {
  pthread_mutex_t m;
  sem_t s;
  for (int i = 0; i < 2; ++i) {
    pthread_mutex_init(&m, nullptr);
    sem_init(&s, 0, 0);
    std::thread other([&] {
      pthread_mutex_lock(&m);
      pthread_mutex_unlock(&m);
      sem_post(&s);
    });
    sem_wait(&s);
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
    other.join();
    pthread_mutex_destroy(&m);
    sem_destroy(&s);
  }
}

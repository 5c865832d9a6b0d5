// The mutex is destroyed by one thread while another holds it.
// also: data-race

#include <pthread.h>
#include <thread>

pthread_mutex_t m;

int main() {
  pthread_mutex_init(&m, nullptr);
  std::thread other([] {
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
  });
  pthread_mutex_destroy(&m);
  other.join();
}

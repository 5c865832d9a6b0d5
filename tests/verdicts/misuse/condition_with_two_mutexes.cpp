// Two threads wait on one condition variable at once, each with a mutex of its own.

#include <pthread.h>
#include <thread>

pthread_cond_t c = PTHREAD_COND_INITIALIZER;

int main() {
  const auto wait = [] {
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&m);
    timespec at{};
    pthread_cond_timedwait(&c, &m, &at);
    pthread_mutex_unlock(&m);
  };
  std::thread a(wait);
  std::thread b(wait);
  a.join();
  b.join();
}

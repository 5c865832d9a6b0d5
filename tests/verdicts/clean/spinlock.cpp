// Near data-race: a lock made of std::atomic_flag, and a pthread spinlock.

#include <pthread.h>
#include <atomic>
#include <thread>

int main() {
  std::atomic_flag flag;
  pthread_spinlock_t spin;
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  int a = 0;
  int b = 0;
  const auto add = [&] {
    while (flag.test_and_set(std::memory_order_acquire)) std::this_thread::yield();
    ++a;
    flag.clear(std::memory_order_release);
    pthread_spin_lock(&spin);
    ++b;
    pthread_spin_unlock(&spin);
  };
  std::thread other(add);
  add();
  other.join();
  pthread_spin_destroy(&spin);
  return a + b == 4 ? 0 : 1;
}

// Locks used wrongly.

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <thread>

#include "tests/programs/program.h"

PROGRAM(wrong_deadlock) {
  std::mutex a;
  std::mutex b;
  std::thread t([&] {
    std::lock_guard first(a);
    std::lock_guard second(b);
  });
  std::thread u([&] {
    std::lock_guard first(b);
    std::lock_guard second(a);
  });
  t.join();
  u.join();
}

PROGRAM(wrong_self_deadlock) {
  std::mutex m;
  m.lock();
  m.lock();
}

PROGRAM(wrong_lock_kept) {
  std::mutex m;
  std::thread t([&] { m.lock(); });
  t.join();
  m.lock();
}

PROGRAM(wrong_rwlock_deadlock) {
  std::shared_mutex m;
  std::shared_lock reading(m);
  std::thread t([&] { std::unique_lock writing(m); });
  t.join();
}

PROGRAM(wrong_semaphore_deadlock) {
  sem_t s;
  sem_init(&s, 0, 0);
  sem_wait(&s);
}

// Correct code, and no fault of the engine's: libstdc++ 12 reads the count once, spins, and may then sleep on a count
// that is not zero, which the other's release does not announce (GCC bug 104928).
PROGRAM(semaphore_sleeps_on) {
  std::counting_semaphore<4> s(2);
  std::atomic<int> inside{0};
  const auto work = [&] {
    s.acquire();
    ++inside;
    std::this_thread::yield();
    --inside;
    s.release();
  };
  std::thread a(work);
  std::thread b(work);
  std::thread c(work);
  a.join();
  b.join();
  c.join();
}

PROGRAM(wrong_barrier_deadlock) {
  pthread_barrier_t b;
  pthread_barrier_init(&b, nullptr, 2);
  pthread_barrier_wait(&b);
}

PROGRAM(wrong_unlock) {
  std::mutex m;
  m.lock();
  std::thread t([&] { m.unlock(); });
  t.join();
}

PROGRAM(wrong_unlock_nobody) {
  std::mutex m;
  m.unlock();
}

PROGRAM(wrong_wait_without_lock) {
  pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t c = PTHREAD_COND_INITIALIZER;
  pthread_cond_wait(&c, &m);
}

PROGRAM(wrong_destroyed_with_waiter) {
  pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t c = PTHREAD_COND_INITIALIZER;
  std::atomic<bool> waits{false};
  std::thread t([&] {
    pthread_mutex_lock(&m);
    waits = true;
    pthread_cond_wait(&c, &m);
    pthread_mutex_unlock(&m);
  });
  while (!waits) std::this_thread::yield();
  pthread_mutex_lock(&m);
  pthread_cond_destroy(&c);
  pthread_mutex_unlock(&m);
  t.join();
}

PROGRAM(wrong_destroyed_locked) {
  pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&m);
  pthread_mutex_destroy(&m);
}

PROGRAM(wrong_rwlock_unlock) {
  pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
  pthread_rwlock_unlock(&l);
}

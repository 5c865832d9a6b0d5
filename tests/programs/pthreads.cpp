// The C interface: what <thread> and its friends do not reach.

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>

#include "tests/programs/program.h"

namespace {

void* value_of(long n) { return reinterpret_cast<void*>(n); }

timespec in(clockid_t clock, long nanoseconds) {
  timespec t{};
  clock_gettime(clock, &t);
  t.tv_nsec += nanoseconds;
  t.tv_sec += t.tv_nsec / 1'000'000'000;
  t.tv_nsec %= 1'000'000'000;
  return t;
}

struct unwinds {
  std::atomic<int>& count;
  ~unwinds() { ++count; }
};

std::atomic<int> unwound;

void leave_with(long n) {
  const unwinds u{unwound};
  pthread_exit(value_of(n));
}

void* leaves(void* n) {
  const unwinds u{unwound};
  leave_with(reinterpret_cast<long>(n));
  return nullptr;
}

void* echoes(void* p) { return p; }

}  // namespace

PROGRAM(pthread_return_values) {
  pthread_t a{};
  pthread_t b{};
  assert(pthread_create(&a, nullptr, echoes, value_of(1)) == 0);
  assert(pthread_create(&b, nullptr, echoes, value_of(2)) == 0);
  void* x = nullptr;
  void* y = nullptr;
  assert(pthread_join(a, &x) == 0 && pthread_join(b, &y) == 0);
  assert(x == value_of(1) && y == value_of(2));
  assert(pthread_join(pthread_self(), nullptr) == EDEADLK);
  assert(pthread_equal(a, b) == 0 && pthread_equal(pthread_self(), pthread_self()) != 0);
}

PROGRAM(pthread_exit_unwinds) {
  pthread_t a{};
  pthread_t b{};
  pthread_create(&a, nullptr, leaves, value_of(1));
  pthread_create(&b, nullptr, leaves, value_of(2));
  void* x = nullptr;
  void* y = nullptr;
  pthread_join(a, &x);
  pthread_join(b, &y);
  assert(x == value_of(1) && y == value_of(2));
  assert(unwound == 4);
}

PROGRAM(pthread_detached) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t a{};
  assert(pthread_create(&a, &attributes, echoes, nullptr) == 0);
  pthread_attr_destroy(&attributes);
  pthread_t b{};
  assert(pthread_create(&b, nullptr, echoes, nullptr) == 0);
  assert(pthread_detach(b) == 0);
}

PROGRAM(pthread_try_and_timed_join) {
  sem_t gate;
  sem_init(&gate, 0, 0);
  pthread_t a{};
  pthread_create(
      &a, nullptr,
      [](void* g) -> void* {
        sem_wait(static_cast<sem_t*>(g));
        return value_of(7);
      },
      &gate);
  assert(pthread_tryjoin_np(a, nullptr) == EBUSY);
  timespec at = in(CLOCK_REALTIME, 1000);
  assert(pthread_timedjoin_np(a, nullptr, &at) == ETIMEDOUT);
  at = in(CLOCK_MONOTONIC, 1000);
  assert(pthread_clockjoin_np(a, nullptr, CLOCK_MONOTONIC, &at) == ETIMEDOUT);
  sem_post(&gate);
  void* value = nullptr;
  at = in(CLOCK_REALTIME, 1'000'000);
  if (pthread_timedjoin_np(a, &value, &at) != 0) assert(pthread_join(a, &value) == 0);
  assert(value == value_of(7));
  sem_destroy(&gate);
}

PROGRAM(pthread_rwlock) {
  pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
  assert(pthread_rwlock_rdlock(&l) == 0 && pthread_rwlock_tryrdlock(&l) == 0);
  assert(pthread_rwlock_trywrlock(&l) == EBUSY);
  timespec at = in(CLOCK_REALTIME, 1000);
  assert(pthread_rwlock_timedwrlock(&l, &at) == ETIMEDOUT);
  at = in(CLOCK_MONOTONIC, 1000);
  assert(pthread_rwlock_clockwrlock(&l, CLOCK_MONOTONIC, &at) == ETIMEDOUT);
  pthread_rwlock_unlock(&l);
  pthread_rwlock_unlock(&l);
  assert(pthread_rwlock_wrlock(&l) == 0 && pthread_rwlock_rdlock(&l) == EDEADLK);
  pthread_t t{};
  pthread_create(
      &t, nullptr,
      [](void* p) -> void* {
        auto* lock = static_cast<pthread_rwlock_t*>(p);
        timespec soon = in(CLOCK_REALTIME, 1000);
        long timeouts = pthread_rwlock_timedrdlock(lock, &soon) == ETIMEDOUT ? 1 : 0;
        soon = in(CLOCK_MONOTONIC, 1000);
        timeouts += pthread_rwlock_clockrdlock(lock, CLOCK_MONOTONIC, &soon) == ETIMEDOUT ? 1 : 0;
        return value_of(timeouts);
      },
      &l);
  void* timeouts = nullptr;
  pthread_join(t, &timeouts);
  assert(timeouts == value_of(2));
  pthread_rwlock_unlock(&l);
  assert(pthread_rwlock_destroy(&l) == 0);
}

PROGRAM(pthread_spinlock) {
  struct {
    pthread_spinlock_t lock;
    int n;
  } shared{};
  pthread_spin_init(&shared.lock, PTHREAD_PROCESS_PRIVATE);
  const auto work = [](void* p) -> void* {
    auto* s = static_cast<decltype(shared)*>(p);
    pthread_spin_lock(&s->lock);
    const int seen = s->n;
    sched_yield();
    s->n = seen + 1;
    pthread_spin_unlock(&s->lock);
    return nullptr;
  };
  pthread_t a{};
  pthread_t b{};
  pthread_create(&a, nullptr, work, &shared);
  pthread_create(&b, nullptr, work, &shared);
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
  assert(shared.n == 2);
  assert(pthread_spin_trylock(&shared.lock) == 0 && pthread_spin_trylock(&shared.lock) == EBUSY);
  pthread_spin_unlock(&shared.lock);
  pthread_spin_destroy(&shared.lock);
}

PROGRAM(pthread_barrier) {
  struct {
    pthread_barrier_t barrier;
    std::atomic<int> serial{0};
  } shared;
  pthread_barrier_init(&shared.barrier, nullptr, 3);
  const auto work = [](void* p) -> void* {
    auto* s = static_cast<decltype(shared)*>(p);
    for (int i = 0; i < 2; ++i)
      if (pthread_barrier_wait(&s->barrier) == PTHREAD_BARRIER_SERIAL_THREAD) ++s->serial;
    return nullptr;
  };
  pthread_t a{};
  pthread_t b{};
  pthread_create(&a, nullptr, work, &shared);
  pthread_create(&b, nullptr, work, &shared);
  work(&shared);
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
  assert(shared.serial == 2);
  pthread_barrier_destroy(&shared.barrier);
}

namespace {
pthread_once_t once_control = PTHREAD_ONCE_INIT;
int once_calls = 0;
}  // namespace

PROGRAM(pthread_once_global) {
  const auto work = [](void*) -> void* {
    pthread_once(&once_control, [] { ++once_calls; });
    assert(once_calls == 1);
    return nullptr;
  };
  pthread_t a{};
  pthread_t b{};
  pthread_create(&a, nullptr, work, nullptr);
  pthread_create(&b, nullptr, work, nullptr);
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
}

PROGRAM(posix_semaphore) {
  sem_t s;
  assert(sem_init(&s, 0, 1) == 0);
  int value = 0;
  sem_getvalue(&s, &value);
  assert(value == 1 && sem_wait(&s) == 0);
  assert(sem_trywait(&s) == -1 && errno == EAGAIN);
  timespec at = in(CLOCK_REALTIME, 1000);
  assert(sem_timedwait(&s, &at) == -1 && errno == ETIMEDOUT);
  at = in(CLOCK_MONOTONIC, 1000);
  assert(sem_clockwait(&s, CLOCK_MONOTONIC, &at) == -1 && errno == ETIMEDOUT);
  pthread_t t{};
  pthread_create(
      &t, nullptr,
      [](void* p) -> void* {
        sem_post(static_cast<sem_t*>(p));
        return nullptr;
      },
      &s);
  assert(sem_wait(&s) == 0);
  pthread_join(t, nullptr);
  sem_destroy(&s);
}

// 1 when the wait was interrupted.
PROGRAM(semaphore_interrupted) {
  sem_t s;
  sem_init(&s, 0, 0);
  pthread_t t{};
  pthread_create(
      &t, nullptr,
      [](void* p) -> void* {
        sem_post(static_cast<sem_t*>(p));
        return nullptr;
      },
      &s);
  long interrupted = 0;
  while (sem_wait(&s) != 0) {
    assert(errno == EINTR);
    interrupted = 1;
  }
  pthread_join(t, nullptr);
  report(result, interrupted);
}

PROGRAM(pthread_condition_clock) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_t c;
  pthread_cond_init(&c, &attributes);
  pthread_condattr_destroy(&attributes);
  pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&m);
  timespec before{};
  clock_gettime(CLOCK_MONOTONIC, &before);
  timespec at = before;
  at.tv_sec += 2;
  assert(pthread_cond_timedwait(&c, &m, &at) == ETIMEDOUT);
  timespec after{};
  clock_gettime(CLOCK_MONOTONIC, &after);
  assert(after.tv_sec == before.tv_sec + 2);
  pthread_mutex_unlock(&m);
  pthread_cond_destroy(&c);
}

PROGRAM(errno_is_each_threads_own) {
  const auto work = [](void* p) -> void* {
    const int mine = static_cast<int>(reinterpret_cast<std::intptr_t>(p));
    errno = mine;
    for (int i = 0; i < 3; ++i) {
      sched_yield();
      assert(errno == mine);
    }
    return nullptr;
  };
  pthread_t a{};
  pthread_t b{};
  pthread_create(&a, nullptr, work, value_of(11));
  pthread_create(&b, nullptr, work, value_of(12));
  work(value_of(13));
  pthread_join(a, nullptr);
  pthread_join(b, nullptr);
}

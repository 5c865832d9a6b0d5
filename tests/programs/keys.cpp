// Thread-specific data.

#include <pthread.h>

#include <atomic>
#include <thread>

#include "tests/programs/program.h"

namespace {
std::atomic<long> freed;
void add_freed(void* p) { freed += reinterpret_cast<long>(p); }
}  // namespace

PROGRAM(key_destructors) {
  pthread_key_t key{};
  assert(pthread_key_create(&key, add_freed) == 0);
  const auto work = [key](long n) {
    assert(pthread_getspecific(key) == nullptr);
    pthread_setspecific(key, reinterpret_cast<void*>(n));
    std::this_thread::yield();
    assert(pthread_getspecific(key) == reinterpret_cast<void*>(n));
  };
  std::thread a(work, 1);
  std::thread b(work, 10);
  a.join();
  b.join();
  assert(freed == 11);
  pthread_key_delete(key);
}

PROGRAM(key_reused_begins_empty) {
  pthread_key_t first{};
  pthread_key_create(&first, nullptr);
  int x = 0;
  pthread_setspecific(first, &x);
  pthread_key_delete(first);
  pthread_key_t second{};
  pthread_key_create(&second, nullptr);
  assert(pthread_getspecific(second) == nullptr);
  pthread_key_delete(second);
}

// A key that nobody deletes is gone with its execution.
PROGRAM(key_left_behind) {
  static pthread_key_t key;
  assert(pthread_key_create(&key, add_freed) == 0);
  std::thread t([] { pthread_setspecific(key, reinterpret_cast<void*>(5)); });
  t.join();
  assert(freed == 5);
}

PROGRAM(key_destructor_sets_again) {
  static pthread_key_t key;
  static std::atomic<int> rounds{0};
  pthread_key_create(&key, [](void* p) {
    if (++rounds < 3) pthread_setspecific(key, p);
  });
  std::thread t([] { pthread_setspecific(key, &rounds); });
  t.join();
  assert(rounds == 3);
  pthread_key_delete(key);
}

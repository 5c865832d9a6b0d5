// Three classics of concurrency testing, as their authors' descriptions have them, on pthreads.

#include <pthread.h>

#include <cassert>

#define SELVAGE_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

// account: a deposit, a withdrawal and a check that reads the balance outside the lock it should hold throughout.
struct bank {
  pthread_mutex_t m;
  int balance;
  bool deposited;
  bool withdrawn;
};
bank the_bank;

void* deposit(void*) {
  pthread_mutex_lock(&the_bank.m);
  the_bank.balance += 100;
  the_bank.deposited = true;
  pthread_mutex_unlock(&the_bank.m);
  return nullptr;
}

void* withdraw(void*) {
  pthread_mutex_lock(&the_bank.m);
  the_bank.balance -= 40;
  the_bank.withdrawn = true;
  pthread_mutex_unlock(&the_bank.m);
  return nullptr;
}

void* check(void*) {
  pthread_mutex_lock(&the_bank.m);
  const bool both = the_bank.deposited && the_bank.withdrawn;
  pthread_mutex_unlock(&the_bank.m);
  pthread_mutex_lock(&the_bank.m);
  if (both) assert(the_bank.balance == 60);
  pthread_mutex_unlock(&the_bank.m);
  return nullptr;
}

// bluetooth_driver: a worker enters the driver while another stops it (Qadeer, Wu: "KISS", PLDI 2004).
struct driver {
  pthread_mutex_t m;
  int pending;
  bool stopping;
  bool stopping_event;
  bool stopped;
};
driver the_driver;

int enter() {
  if (the_driver.stopping) return -1;
  pthread_mutex_lock(&the_driver.m);
  ++the_driver.pending;
  pthread_mutex_unlock(&the_driver.m);
  return 0;
}

void leave() {
  pthread_mutex_lock(&the_driver.m);
  const int pending = --the_driver.pending;
  pthread_mutex_unlock(&the_driver.m);
  if (pending == 0) the_driver.stopping_event = true;
}

void* work(void*) {
  if (enter() == 0) {
    assert(!the_driver.stopped);
    leave();
  }
  return nullptr;
}

void* stop(void*) {
  the_driver.stopping = true;
  leave();
  if (the_driver.stopping_event) the_driver.stopped = true;
  return nullptr;
}

// reorder_3: two threads write two variables one after the other, a third sees whether they differ.
int reorder_a;
int reorder_b;

void* set_both(void*) {
  reorder_a = 1;
  reorder_b = -1;
  return nullptr;
}

void* compare_both(void*) {
  assert((reorder_a == 0 && reorder_b == 0) || (reorder_a == 1 && reorder_b == -1));
  return nullptr;
}

template <class... F>
void run_all(F... functions) {
  pthread_t threads[sizeof...(F)];
  unsigned n = 0;
  (pthread_create(&threads[n++], nullptr, functions, nullptr), ...);
  for (const pthread_t t : threads) pthread_join(t, nullptr);
}

}  // namespace

SELVAGE_EXPORT void account(void*) {
  pthread_mutex_init(&the_bank.m, nullptr);
  the_bank.balance = 0;
  the_bank.deposited = the_bank.withdrawn = false;
  run_all(deposit, withdraw, check);
}

SELVAGE_EXPORT void bluetooth_driver(void*) {
  pthread_mutex_init(&the_driver.m, nullptr);
  the_driver.pending = 1;
  the_driver.stopping = the_driver.stopping_event = the_driver.stopped = false;
  run_all(work, stop);
}

SELVAGE_EXPORT void reorder_3(void*) {
  reorder_a = reorder_b = 0;
  run_all(set_both, set_both, compare_both);
}

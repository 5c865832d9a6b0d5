#pragma once

#include <locale.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>

#include <cstddef>

struct sockaddr;

namespace selvage::engine {

/// libc's own functions, behind the ones that the engine interposes.
struct real_functions {
  int (*pthread_create)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  int (*pthread_join)(pthread_t, void**);
  int (*pthread_tryjoin_np)(pthread_t, void**);
  int (*pthread_timedjoin_np)(pthread_t, void**, const timespec*);
  int (*pthread_clockjoin_np)(pthread_t, void**, clockid_t, const timespec*);
  int (*pthread_detach)(pthread_t);
  void (*pthread_exit)(void*);
  int (*pthread_mutex_init)(pthread_mutex_t*, const pthread_mutexattr_t*);
  int (*pthread_mutex_destroy)(pthread_mutex_t*);
  int (*pthread_mutex_lock)(pthread_mutex_t*);
  int (*pthread_mutex_trylock)(pthread_mutex_t*);
  int (*pthread_mutex_timedlock)(pthread_mutex_t*, const timespec*);
  int (*pthread_mutex_clocklock)(pthread_mutex_t*, clockid_t, const timespec*);
  int (*pthread_mutex_unlock)(pthread_mutex_t*);
  int (*pthread_cond_init)(pthread_cond_t*, const pthread_condattr_t*);
  int (*pthread_cond_destroy)(pthread_cond_t*);
  int (*pthread_cond_wait)(pthread_cond_t*, pthread_mutex_t*);
  int (*pthread_cond_timedwait)(pthread_cond_t*, pthread_mutex_t*, const timespec*);
  int (*pthread_cond_clockwait)(pthread_cond_t*, pthread_mutex_t*, clockid_t, const timespec*);
  int (*pthread_cond_signal)(pthread_cond_t*);
  int (*pthread_cond_broadcast)(pthread_cond_t*);
  int (*pthread_rwlock_init)(pthread_rwlock_t*, const pthread_rwlockattr_t*);
  int (*pthread_rwlock_destroy)(pthread_rwlock_t*);
  int (*pthread_rwlock_rdlock)(pthread_rwlock_t*);
  int (*pthread_rwlock_tryrdlock)(pthread_rwlock_t*);
  int (*pthread_rwlock_timedrdlock)(pthread_rwlock_t*, const timespec*);
  int (*pthread_rwlock_clockrdlock)(pthread_rwlock_t*, clockid_t, const timespec*);
  int (*pthread_rwlock_wrlock)(pthread_rwlock_t*);
  int (*pthread_rwlock_trywrlock)(pthread_rwlock_t*);
  int (*pthread_rwlock_timedwrlock)(pthread_rwlock_t*, const timespec*);
  int (*pthread_rwlock_clockwrlock)(pthread_rwlock_t*, clockid_t, const timespec*);
  int (*pthread_rwlock_unlock)(pthread_rwlock_t*);
  int (*pthread_spin_init)(pthread_spinlock_t*, int);
  int (*pthread_spin_destroy)(pthread_spinlock_t*);
  int (*pthread_spin_lock)(pthread_spinlock_t*);
  int (*pthread_spin_trylock)(pthread_spinlock_t*);
  int (*pthread_spin_unlock)(pthread_spinlock_t*);
  int (*pthread_barrier_init)(pthread_barrier_t*, const pthread_barrierattr_t*, unsigned);
  int (*pthread_barrier_destroy)(pthread_barrier_t*);
  int (*pthread_barrier_wait)(pthread_barrier_t*);
  int (*pthread_once)(pthread_once_t*, void (*)());
  int (*pthread_key_create)(pthread_key_t*, void (*)(void*));
  int (*pthread_key_delete)(pthread_key_t);
  void* (*pthread_getspecific)(pthread_key_t);
  int (*pthread_setspecific)(pthread_key_t, const void*);
  int (*sem_init)(sem_t*, int, unsigned);
  int (*sem_destroy)(sem_t*);
  int (*sem_wait)(sem_t*);
  int (*sem_trywait)(sem_t*);
  int (*sem_timedwait)(sem_t*, const timespec*);
  int (*sem_clockwait)(sem_t*, clockid_t, const timespec*);
  int (*sem_post)(sem_t*);
  int (*sem_getvalue)(sem_t*, int*);
  int* (*errno_location)();
  int* (*h_errno_location)();
  const unsigned short** (*ctype_b_loc)();
  const int** (*ctype_tolower_loc)();
  const int** (*ctype_toupper_loc)();
  locale_t (*uselocale)(locale_t);
  int (*sigaction)(int, const struct sigaction*, struct sigaction*);
  void (*(*signal)(int, void (*)(int)))(int);
  void (*(*sysv_signal)(int, void (*)(int)))(int);
  void (*(*sigset)(int, void (*)(int)))(int);
  int (*sched_yield)();
  int (*clock_gettime)(clockid_t, timespec*);
  int (*clock_nanosleep)(clockid_t, int, const timespec*, timespec*);
  int (*nanosleep)(const timespec*, timespec*);
  long (*syscall)(long, ...);
  int (*cxa_thread_atexit)(void (*)(void*), void*, void*);
  void (*abort)();
  void (*exit)(int);
  void (*quick_exit)(int);
  void (*immediate_exit)(int);
};

/// Resolved at first use; safe before constructors have run. Thread-safe: every resolution gives the same answer.
[[nodiscard]] const real_functions& real() noexcept;

}  // namespace selvage::engine

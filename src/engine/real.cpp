#include "src/engine/real.h"

#include <dlfcn.h>

namespace selvage::engine {
namespace {

real_functions table;
bool resolved = false;

template <class F>
void resolve(F& f, const char* name) noexcept {
  f = reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

void resolve_all() noexcept {
#define SELVAGE_REAL(name) resolve(table.name, #name)
  SELVAGE_REAL(pthread_create);
  SELVAGE_REAL(pthread_join);
  SELVAGE_REAL(pthread_tryjoin_np);
  SELVAGE_REAL(pthread_timedjoin_np);
  SELVAGE_REAL(pthread_clockjoin_np);
  SELVAGE_REAL(pthread_detach);
  SELVAGE_REAL(pthread_exit);
  SELVAGE_REAL(pthread_mutex_init);
  SELVAGE_REAL(pthread_mutex_destroy);
  SELVAGE_REAL(pthread_mutex_lock);
  SELVAGE_REAL(pthread_mutex_trylock);
  SELVAGE_REAL(pthread_mutex_timedlock);
  SELVAGE_REAL(pthread_mutex_clocklock);
  SELVAGE_REAL(pthread_mutex_unlock);
  SELVAGE_REAL(pthread_cond_init);
  SELVAGE_REAL(pthread_cond_destroy);
  SELVAGE_REAL(pthread_cond_wait);
  SELVAGE_REAL(pthread_cond_timedwait);
  SELVAGE_REAL(pthread_cond_clockwait);
  SELVAGE_REAL(pthread_cond_signal);
  SELVAGE_REAL(pthread_cond_broadcast);
  SELVAGE_REAL(pthread_rwlock_init);
  SELVAGE_REAL(pthread_rwlock_destroy);
  SELVAGE_REAL(pthread_rwlock_rdlock);
  SELVAGE_REAL(pthread_rwlock_tryrdlock);
  SELVAGE_REAL(pthread_rwlock_timedrdlock);
  SELVAGE_REAL(pthread_rwlock_clockrdlock);
  SELVAGE_REAL(pthread_rwlock_wrlock);
  SELVAGE_REAL(pthread_rwlock_trywrlock);
  SELVAGE_REAL(pthread_rwlock_timedwrlock);
  SELVAGE_REAL(pthread_rwlock_clockwrlock);
  SELVAGE_REAL(pthread_rwlock_unlock);
  SELVAGE_REAL(pthread_spin_init);
  SELVAGE_REAL(pthread_spin_destroy);
  SELVAGE_REAL(pthread_spin_lock);
  SELVAGE_REAL(pthread_spin_trylock);
  SELVAGE_REAL(pthread_spin_unlock);
  SELVAGE_REAL(pthread_barrier_init);
  SELVAGE_REAL(pthread_barrier_destroy);
  SELVAGE_REAL(pthread_barrier_wait);
  SELVAGE_REAL(pthread_once);
  SELVAGE_REAL(pthread_key_create);
  SELVAGE_REAL(pthread_key_delete);
  SELVAGE_REAL(pthread_getspecific);
  SELVAGE_REAL(pthread_setspecific);
  SELVAGE_REAL(sem_init);
  SELVAGE_REAL(sem_destroy);
  SELVAGE_REAL(sem_wait);
  SELVAGE_REAL(sem_trywait);
  SELVAGE_REAL(sem_timedwait);
  SELVAGE_REAL(sem_clockwait);
  SELVAGE_REAL(sem_post);
  SELVAGE_REAL(sem_getvalue);
  SELVAGE_REAL(uselocale);
  SELVAGE_REAL(sigaction);
  SELVAGE_REAL(signal);
  SELVAGE_REAL(sigset);
  SELVAGE_REAL(sched_yield);
  SELVAGE_REAL(clock_gettime);
  SELVAGE_REAL(clock_nanosleep);
  SELVAGE_REAL(nanosleep);
  SELVAGE_REAL(syscall);
  SELVAGE_REAL(abort);
  SELVAGE_REAL(exit);
  SELVAGE_REAL(quick_exit);
#undef SELVAGE_REAL
  resolve(table.cxa_thread_atexit, "__cxa_thread_atexit_impl");
  resolve(table.immediate_exit, "_exit");
  resolve(table.sysv_signal, "__sysv_signal");
  resolve(table.errno_location, "__errno_location");
  resolve(table.h_errno_location, "__h_errno_location");
  resolve(table.ctype_b_loc, "__ctype_b_loc");
  resolve(table.ctype_tolower_loc, "__ctype_tolower_loc");
  resolve(table.ctype_toupper_loc, "__ctype_toupper_loc");
}

}  // namespace

const real_functions& real() noexcept {
  if (!__atomic_load_n(&resolved, __ATOMIC_ACQUIRE)) {
    resolve_all();
    __atomic_store_n(&resolved, true, __ATOMIC_RELEASE);
  }
  return table;
}

}  // namespace selvage::engine

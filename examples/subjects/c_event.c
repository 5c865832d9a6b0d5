/* A subject in C: an event on a pthread mutex and one condition variable.
 *
 * Build it as a shared object and hold it against the model:
 *
 *   clang-19 -shared -fPIC -I include examples/subjects/c_event.c -o libc_event.so
 *   ./selvage compare ./libc_event.so
 *
 * Without instrumentation it is scheduled at its pthread calls, which is enough here: all it shares is under the mutex.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "selvage/subject.h"

/* A waiter's own flag: what released it cannot be taken back by a reset. */
struct waiter {
  struct waiter* next;
  int released;
};

struct event {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int manual;
  int set;
  struct waiter* waiters; /* the longest waiting first */
};

static void* create(int kind, int initially_set, selvage_released_fn released, void* context) {
  (void)released;
  (void)context;
  struct event* e = calloc(1, sizeof *e);
  if (e == NULL) return NULL;
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&e->changed, &monotonic);
  pthread_condattr_destroy(&monotonic);
  pthread_mutex_init(&e->mutex, NULL);
  e->manual = kind == SELVAGE_MANUAL_RESET;
  e->set = initially_set;
  return e;
}

static void destroy(void* event) {
  struct event* e = event;
  pthread_cond_destroy(&e->changed);
  pthread_mutex_destroy(&e->mutex);
  free(e);
}

/* Releases the first waiter, or all of them. Returns how many. */
static int release_waiters(struct event* e) {
  int released = 0;
  while (e->waiters != NULL && (e->manual || released == 0)) {
    struct waiter* first = e->waiters;
    e->waiters = first->next;
    first->released = 1;
    ++released;
  }
  if (released > 0) pthread_cond_broadcast(&e->changed);
  return released;
}

static int set(void* event) {
  struct event* e = event;
  pthread_mutex_lock(&e->mutex);
  if (release_waiters(e) == 0 || e->manual) e->set = 1;
  pthread_mutex_unlock(&e->mutex);
  return SELVAGE_OK;
}

static int reset(void* event) {
  struct event* e = event;
  pthread_mutex_lock(&e->mutex);
  e->set = 0;
  pthread_mutex_unlock(&e->mutex);
  return SELVAGE_OK;
}

static int pulse(void* event) {
  struct event* e = event;
  pthread_mutex_lock(&e->mutex);
  release_waiters(e);
  e->set = 0;
  pthread_mutex_unlock(&e->mutex);
  return SELVAGE_OK;
}

static void leave_queue(struct event* e, const struct waiter* self) {
  struct waiter** link = &e->waiters;
  while (*link != self) link = &(*link)->next;
  *link = self->next;
}

static void join_queue(struct event* e, struct waiter* self) {
  struct waiter** link = &e->waiters;
  while (*link != NULL) link = &(*link)->next;
  *link = self;
}

/* The time on the monotonic clock that many milliseconds from now. */
static struct timespec after(int32_t milliseconds) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  t.tv_sec += milliseconds / 1000;
  t.tv_nsec += milliseconds % 1000 * 1000000L;
  if (t.tv_nsec >= 1000000000L) {
    t.tv_nsec -= 1000000000L;
    ++t.tv_sec;
  }
  return t;
}

static int wait(void* event, int32_t timeout_ms) {
  struct event* e = event;
  struct waiter self = {NULL, 0};
  struct timespec until = {0, 0};
  int result = SELVAGE_OK;
  if (timeout_ms > 0) until = after(timeout_ms);
  pthread_mutex_lock(&e->mutex);
  if (e->set) {
    if (!e->manual) e->set = 0;
  } else if (timeout_ms == 0) {
    result = SELVAGE_TIMED_OUT;
  } else {
    int status = 0;
    join_queue(e, &self);
    while (!self.released && status != ETIMEDOUT) {
      status = timeout_ms < 0 ? pthread_cond_wait(&e->changed, &e->mutex)
                              : pthread_cond_timedwait(&e->changed, &e->mutex, &until);
    }
    if (!self.released) {
      leave_queue(e, &self);
      result = SELVAGE_TIMED_OUT;
    }
  }
  pthread_mutex_unlock(&e->mutex);
  return result;
}

/* What is left null is reported as "not applicable". */
static const selvage_event_functions events = {
    .size = sizeof(selvage_event_functions),
    .create = create,
    .destroy = destroy,
    .set = set,
    .reset = reset,
    .pulse = pulse,
    .wait = wait,
};

static const selvage_subject subject = {
    .abi = SELVAGE_SUBJECT_ABI,
    .size = sizeof(selvage_subject),
    .name = "c_event",
    .version = "1",
    .description = "pthread mutex, condition variable and a queue of waiters",
    .events = &events,
};

__attribute__((visibility("default"))) const selvage_subject* selvage_subject_entry(void);

const selvage_subject* selvage_subject_entry(void) { return &subject; }

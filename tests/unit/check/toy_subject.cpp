#include "toy_subject.h"

#include <pthread.h>

#include <new>

#include "src/check/subject/subject_library.h"

namespace selvage::check::test {
namespace {

struct event {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
  int waiters{};
  int wakes{};
};

event& at(void* e) { return *static_cast<event*>(e); }

void* create(int /*kind*/, int /*set*/, selvage_released_fn /*released*/, void* /*context*/) {
  return new (std::nothrow) event;
}

void destroy(void* e) { delete &at(e); }

int set(void* e) {
  pthread_mutex_lock(&at(e).mutex);
  if (at(e).wakes < at(e).waiters) {
    ++at(e).wakes;
    pthread_cond_signal(&at(e).changed);
  }
  pthread_mutex_unlock(&at(e).mutex);
  return SELVAGE_OK;
}

int wait(void* e, int32_t /*timeout*/) {
  pthread_mutex_lock(&at(e).mutex);
  ++at(e).waiters;
  while (at(e).wakes == 0) pthread_cond_wait(&at(e).changed, &at(e).mutex);
  --at(e).wakes;
  --at(e).waiters;
  pthread_mutex_unlock(&at(e).mutex);
  return SELVAGE_OK;
}

selvage_event_functions functions() {
  selvage_event_functions f{};
  f.size = sizeof f;
  f.create = create;
  f.destroy = destroy;
  f.set = set;
  f.wait = wait;
  return f;
}

}  // namespace

subject forgetful_event() {
  static const selvage_event_functions events = functions();
  static const selvage_subject table = [] {
    selvage_subject s{};
    s.abi = SELVAGE_SUBJECT_ABI;
    s.size = sizeof s;
    s.name = "forgetful";
    s.events = &events;
    return s;
  }();
  return make_subject(table);
}

}  // namespace selvage::check::test

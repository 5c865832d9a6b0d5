#include "src/engine/parked_thread.h"

#include <linux/futex.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>

#include "src/engine/real.h"
#include "src/engine/thread.h"

namespace selvage::engine {
namespace {

// Fibers run on the parked pthread's own stack, so that pthread_getattr_np and ThreadSanitizer know its bounds.
// As large as an ordinary thread's; only what is touched takes memory.
constexpr std::size_t stack_bytes = 8U << 20;
// Stacks of one size would stand at one distance from each other: what all fibers touch would share a few sets of the
// caches. So the sizes differ by pages, and what the fibers touch first by lines within the page.
constexpr std::size_t sizes = 61;
constexpr std::size_t lines = 53;
// Left to the parked frames above the fiber's.
constexpr std::size_t parked_bytes = 8U << 10;

struct parking {
  thread* t;
  std::atomic<int> parked{0};
};

long futex(std::atomic<int>* word, int operation, int value) noexcept {
  return real().syscall(SYS_futex, word, operation, value, nullptr, nullptr, 0);
}

void* park(void* argument) {
  auto* p = static_cast<parking*>(argument);
  p->t->ctx = context_of_parked_thread(thread_pointer());
  char here;
  p->t->stack_top = reinterpret_cast<void*>((reinterpret_cast<std::uintptr_t>(&here) - parked_bytes - p->t->id % lines * 64) &
                                           ~std::uintptr_t{63});
  static std::atomic<int> forever{0};
  p->parked.store(1);
  futex(&p->parked, FUTEX_WAKE_PRIVATE, 1);
  for (;;) futex(&forever, FUTEX_WAIT_PRIVATE, 0);
}

}  // namespace

void park_new_thread(thread& t) {
  parking p{.t = &t};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_bytes + t.id % sizes * 4096);
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int failed = real().pthread_create(&t.handle, &attributes, park, &p);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (failed != 0) throw std::system_error(failed, std::generic_category(), "cannot create a thread for the engine");
  while (p.parked.load() == 0) futex(&p.parked, FUTEX_WAIT_PRIVATE, 0);
}

bool on_stack_of(const thread& t, const void* p) noexcept {
  const auto top = reinterpret_cast<std::uintptr_t>(t.stack_top);
  const auto at = reinterpret_cast<std::uintptr_t>(p);
  return at < top && at >= top - stack_bytes;
}

}  // namespace selvage::engine

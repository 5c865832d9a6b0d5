// Happens-before edges that ThreadSanitizer cannot see: the engine's threads are fibers, their hand-over is no
// synchronisation to it (interface: compiler-rt, tsan_interface.h).

#include "src/run/tsan/watch.h"

#include <array>
#include <cstdlib>

#include "src/detect/symboliser.h"
#include "src/engine/runtime.h"
#include "src/intercept/control.h"
#include "src/run/task.h"

extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
void* __tsan_get_current_fiber();
void* __tsan_create_fiber(unsigned flags);
void __tsan_switch_to_fiber(void* fiber, unsigned flags);
int __tsan_get_report_data(void* report, const char** description, int* count, int* stack_count, int* mop_count,
                           int* loc_count, int* mutex_count, int* thread_count, int* unique_tid_count,
                           void** sleep_trace, unsigned long trace_size);
int __tsan_get_report_mop(void* report, unsigned long index, int* tid, void** address, int* size, int* write,
                          int* atomic, void** trace, unsigned long trace_size);
}

namespace selvage::run {
namespace {

using engine::hold;
using engine::kernel_kind;
using engine::rt;

struct access {
  void* address;
  int size;
  bool write;
  bool atomic;
  void* place;
};

// Filled while ThreadSanitizer holds its locks: no allocation.
struct {
  int count;
  const char* what;
  std::array<access, 2> deeds;
  int deed_count;
} last;

// The edge from the end of every fiber to the beginning of the next execution, and a token for each thread.
char between;
char tokens[engine::max_threads * 8];

template <class F>
void on_behalf_of(engine::thread_id t, F f) noexcept {
  rt.on_behalf_of(rt.at(t), f);
}

/// ThreadSanitizer finds its state through FS, which an exchange of thread headers leaves alone: it is told of switches.
void run_fiber_of(const engine::thread* t) noexcept {
  constexpr unsigned no_sync = 1;
  static std::array<void*, engine::max_threads> fibers{};
  static void* const os_thread = __tsan_get_current_fiber();
  void* fiber = os_thread;
  if (t != nullptr) {
    void*& its_own = fibers[t->id];
    if (its_own == nullptr) its_own = __tsan_create_fiber(0);
    fiber = its_own;
  }
  __tsan_switch_to_fiber(fiber, no_sync);
}

// Readers of an rwlock release to the next writer alone.
void* clock_of_readers(const engine::kernel_object& o) noexcept {
  return const_cast<char*>(static_cast<const char*>(o.address)) + 1;
}
void* clock_of(const engine::kernel_object& o) noexcept { return const_cast<void*>(o.address); }

std::string in_words(const access& a) {
  return std::string(a.atomic ? "atomic " : "") + (a.write ? "write" : "read") + " of " + std::to_string(a.size) +
         " bytes";
}

}  // namespace

tsan_watch::tsan_watch() {
  run_fiber_of(nullptr);
  rt.tell_switches(run_fiber_of);
}

void tsan_watch::begins() noexcept {
  last.count = last.deed_count = 0;
  __tsan_release(&between);
}

void tsan_watch::ends(engine::execution&) noexcept {
  for (engine::thread_id t = 0; t < rt.thread_count(); ++t) on_behalf_of(t, [] { __tsan_release(&between); });
  __tsan_acquire(&between);
}

void tsan_watch::spawned(engine::thread_id child, engine::thread_id) noexcept {
  char* const token = &tokens[child * 8];
  __tsan_release(token);
  on_behalf_of(child, [token] {
    __tsan_acquire(&between);
    __tsan_acquire(token);
  });
}

void tsan_watch::finished(engine::thread_id t) noexcept { __tsan_release(&tokens[t * 8 + 1]); }

void tsan_watch::joined(engine::thread_id, engine::thread_id finished) noexcept {
  __tsan_acquire(&tokens[finished * 8 + 1]);
}

void tsan_watch::acquired(engine::kernel_object& o, hold how) noexcept {
  __tsan_acquire(clock_of(o));
  if (how == hold::exclusive && o.kind == kernel_kind::rwlock) __tsan_acquire(clock_of_readers(o));
}

void tsan_watch::released(engine::kernel_object& o, hold how) noexcept {
  __tsan_release(how == hold::shared ? clock_of_readers(o) : clock_of(o));
}

bool tsan_watch::reported() noexcept { return last.count != 0; }

std::string tsan_watch::sentence() {
  if (last.deed_count < 2) return std::string("ThreadSanitizer: ") + last.what;
  return "ThreadSanitizer: " + in_words(last.deeds[0]) + " races with " + in_words(last.deeds[1]);
}

std::string tsan_watch::places() {
  detect::symboliser names;
  std::string text;
  for (int i = 0; i < last.deed_count; ++i) {
    const access& a = last.deeds[static_cast<std::size_t>(i)];
    text += (i == 0 ? "" : "  earlier ") + in_words(a) + '\n';
    for (const auto& f : names.frames(reinterpret_cast<std::uintptr_t>(a.place) + 1))
      text += "    at " + (f.function.empty() ? "?" : f.function) +
              (f.file.empty() ? "" : " in " + f.file + ":" + std::to_string(f.line)) + '\n';
  }
  return text;
}

}  // namespace selvage::run

using selvage::run::last;

SELVAGE_INTERCEPT void __tsan_on_report(void* report) {
  if (last.count++ != 0) return;
  int count = 0, stacks = 0, deeds = 0, locations = 0, mutexes = 0, threads = 0, tids = 0;
  void* sleep[1];
  __tsan_get_report_data(report, &last.what, &count, &stacks, &deeds, &locations, &mutexes, &threads, &tids, sleep, 1);
  for (int i = 0; i < deeds && i < 2; ++i) {
    int tid = 0, size = 0, write = 0, atomic = 0;
    void* address = nullptr;
    void* trace[2]{};
    __tsan_get_report_mop(report, static_cast<unsigned long>(i), &tid, &address, &size, &write, &atomic, trace, 2);
    last.deeds[static_cast<std::size_t>(i)] = {address, size, write != 0, atomic != 0, trace[0]};
    last.deed_count = i + 1;
  }
}

// Asked while ThreadSanitizer starts. A program that is not explored keeps ThreadSanitizer's own defaults.
SELVAGE_INTERCEPT const char* __tsan_default_options() {
  if (std::getenv(selvage::run::task_variable) == nullptr && std::getenv(selvage::run::replay_variable) == nullptr)
    return "";
  return "suppress_equal_stacks=0:suppress_equal_addresses=0:detect_deadlocks=0:report_thread_leaks=0:exitcode=0:"
         "symbolize=0:log_path=/dev/null:atexit_sleep_ms=0:report_signal_unsafe=0:report_destroy_locked=0:"
         "report_mutex_bugs=0";
}

SELVAGE_INTERCEPT const char* __tsan_default_suppressions() {
  // The count of an exception_ptr lives in libstdc++, which is not instrumented.
  return "called_from_lib:libstdc++.so.6\n";
}

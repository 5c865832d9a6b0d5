// What the engine costs: a switch, a scheduling point, an execution, and memory over many executions.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>

#include <pthread.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "src/engine/thread_switch.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
// Processor time of this thread: what else runs on the machine matters less.
struct clock_type {
  using time_point = std::int64_t;
  static time_point now() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1'000'000'000 + t.tv_nsec;
  }
};

double nanoseconds_since(clock_type::time_point begin) { return static_cast<double>(clock_type::now() - begin); }

// ---- a switch ----

constexpr long hops = 20'000'000;
alignas(64) char stack[64 << 10];
engine::context here;
engine::context there;
std::uintptr_t here_dtv;
std::uintptr_t parked_tp;
engine::switch_way way;

void bare_fiber() {
  for (;;) engine::detail::switch_stacks(there.sp, here.sp);
}

void full_fiber() {
  for (;;) engine::switch_threads(way, there, here);
}

double bare_switch() {
  there.sp = engine::prepare_stack(stack + sizeof stack, bare_fiber);
  const auto begin = clock_type::now();
  for (long i = 0; i < hops; ++i) engine::detail::switch_stacks(here.sp, there.sp);
  return nanoseconds_since(begin) / (2.0 * hops);
}

double full_switch(long count) {
  there.sp = engine::prepare_stack(stack + sizeof stack, full_fiber);
  const auto begin = clock_type::now();
  for (long i = 0; i < count; ++i) engine::switch_threads(way, here, there);
  return nanoseconds_since(begin) / (2.0 * static_cast<double>(count));
}

// The yardstick: what a scheduler without thread-local storage does for a hand-off. A loop picks the next of three
// fibers and switches to it; the fiber switches back.
constexpr int fibers = 3;
alignas(64) char stacks[fibers][64 << 10];
void* ready[fibers];
int running;

void handed_fiber() {
  for (;;) engine::detail::switch_stacks(ready[running], here.sp);
}

double bare_hand_off() {
  for (int i = 0; i < fibers; ++i) ready[i] = engine::prepare_stack(stacks[i] + sizeof stacks[i], handed_fiber);
  const auto begin = clock_type::now();
  for (long i = 0; i < hops; ++i) {
    running = running == fibers - 1 ? 0 : running + 1;
    engine::detail::switch_stacks(here.sp, ready[running]);
  }
  return nanoseconds_since(begin) / static_cast<double>(hops);
}

void* park(void*) {
  __atomic_store_n(&parked_tp, engine::thread_pointer(), __ATOMIC_RELEASE);
  for (;;) pause();
}

void switches() {
  const bool fsgsbase = (getauxval(AT_HWCAP2) & 2) != 0;
  const engine::switch_choice in_force = engine::choose_switch();
  std::printf("this machine has %sFSGSBASE; threads are switched by %s%s%s\n", fsgsbase ? "" : "no ", name(in_force.way),
              in_force.because.empty() ? "" : ": ", in_force.because.c_str());
  pthread_t t{};
  pthread_create(&t, nullptr, park, nullptr);
  while (__atomic_load_n(&parked_tp, __ATOMIC_ACQUIRE) == 0) usleep(100);
  here = engine::context_of_os_thread(&here_dtv);
  there = engine::context_of_parked_thread(parked_tp);
  double bare = 1e9;
  double hand_off = 1e9;
  for (int i = 0; i < 5; ++i) {
    bare = std::min(bare, bare_switch());
    hand_off = std::min(hand_off, bare_hand_off());
  }
  std::printf("%-58s %10.2f ns\n", "bare switch of stacks, two fibers back and forth", bare);
  std::printf("%-58s %10.2f ns\n", "bare hand-off through a scheduler's loop", hand_off);
  for (const auto w : {engine::switch_way::exchange, engine::switch_way::wrfsbase, engine::switch_way::arch_prctl}) {
    if (w == engine::switch_way::wrfsbase && !fsgsbase) continue;
    way = w;
    double full = 1e9;
    for (int i = 0; i < 5; ++i) full = std::min(full, full_switch(w == engine::switch_way::arch_prctl ? hops / 100 : hops));
    std::printf("%-58s %10.2f ns  %.2f x bare hand-off, %.2f x bare switch\n",
                (std::string("switch of threads by ") + name(w)).c_str(), full, full / hand_off, full / bare);
  }
}

// ---- executions ----

long resident_kilobytes() {
  std::ifstream in("/proc/self/status");
  std::string line;
  while (std::getline(in, line))
    if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  return 0;
}

void executions(const char* name, const char* strategy, std::uint64_t count) {
  const programs::request r{.strategy = strategy, .executions = count};
  (void)programs::explore(name, {.strategy = strategy, .executions = 1000});
  const auto begin = clock_type::now();
  const programs::exploration seen = programs::explore(name, r);
  const double spent = nanoseconds_since(begin);
  const std::string what = std::string(name) + ", " + strategy;
  std::printf("%-58s %10.0f executions/s  %5.1f steps, %.1f ns a step\n", what.c_str(),
              static_cast<double>(seen.executions) * 1e9 / spent,
              static_cast<double>(seen.steps) / static_cast<double>(seen.executions),
              spent / static_cast<double>(seen.steps));
}

/// A step should cost the same whatever the number of threads that are alive.
void many_threads() {
  for (const char* program : {"many_threads_2", "many_threads_10", "many_threads_100", "many_threads_1000"})
    for (const char* strategy : {"random", "portfolio"}) {
      programs::request r{.strategy = strategy, .executions = 10};
      r.settings.max_steps = 10'000'000;
      (void)programs::explore(program, r);
      const std::string_view name = program;
      r.executions = 1'000'000 / std::stoul(std::string(name.substr(name.rfind('_') + 1))) / 20;
      const auto begin = clock_type::now();
      const programs::exploration seen = programs::explore(program, r);
      const double spent = nanoseconds_since(begin);
      std::printf("%-58s %10.1f ns a step, threads' starts and ends included\n",
                  (std::string(program) + ", " + strategy).c_str(), spent / static_cast<double>(seen.steps));
    }
}

void memory(std::uint64_t count) {
  const programs::request warm{.executions = count / 100};
  (void)programs::explore("counted_add_10", warm);
  const long before = resident_kilobytes();
  (void)programs::explore("counted_add_10", {.executions = count});
  const long after = resident_kilobytes();
  std::printf("%-58s %10ld KiB more (%ld before)\n", ("memory after " + std::to_string(count) + " executions").c_str(),
              after - before, before);
}

}  // namespace

int main(int argc, char** argv) {
  const bool brief = argc > 1 && std::strcmp(argv[1], "--brief") == 0;
  if (argc > 1 && !brief) {
    std::fprintf(stderr, "usage: %s [--brief]\n", argv[0]);
    return 2;
  }
  switches();
  const std::uint64_t count = brief ? 200'000 : 2'000'000;
  for (const char* strategy : {"random", "urw", "pos", "pct", "surw", "portfolio"})
    executions("counted_add_10", strategy, count);
  executions("counted_locks", "random", count);
  executions("condition_hand_off", "portfolio", count / 4);
  executions("promise_and_future", "portfolio", count / 10);
  many_threads();
  memory(brief ? 1'000'000 : 10'000'000);
}

// What each detector, and weak memory, costs: executions a second, and the time of an execution as a multiple of the
// engine's own.

#include <benchmark/benchmark.h>
#include <dlfcn.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <map>
#include <string>

#include "src/detect/detector.h"
#include "src/engine/engine.h"
#include "src/order/weak_memory.h"
#include "src/strategy/strategies.h"

namespace {

using namespace selvage;

constexpr detect::options none{.races = false, .heap = false, .leaks = false, .locks = false, .wakeups = false};

struct configuration {
  const char* name;
  bool watched;
  detect::options what;
  bool weak{};  ///< loads may return old values
};

constexpr configuration configurations[] = {
    {"engine alone", false, none},
    {"observer", true, none},
    {"races", true, {.races = true, .heap = false, .leaks = false, .locks = false, .wakeups = false}},
    {"heap", true, {.races = false, .heap = true, .leaks = false, .locks = false, .wakeups = false}},
    {"leaks", true, {.races = false, .heap = false, .leaks = true, .locks = false, .wakeups = false}},
    {"locks", true, {.races = false, .heap = false, .leaks = false, .locks = true, .wakeups = false}},
    {"wakeups", true, {.races = false, .heap = false, .leaks = false, .locks = false, .wakeups = true}},
    {"all", true, {}},
    {"weak memory", false, none, true},
    {"weak memory, all", true, {}, true},
};

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

class campaign {
 public:
  campaign(engine::thread_function body, const configuration& c)
      : body_(body),
        watch_(c.what, c.weak ? &memory_.happens_before() : nullptr),
        schedules_(strategy::named("random")->make({.seed = 1})) {
    if (c.watched) options_.watch = &watch_;
    if (c.weak) options_.model = &memory_;
  }

  void run(std::uint64_t executions) {
    for (std::uint64_t i = 0; i < executions; ++i, ++next_) {
      options_.heap = detect::heap_mode_of(next_);
      engine::run(*schedules_, next_, body_, nullptr, options_, execution_);
    }
  }

 private:
  engine::thread_function body_;
  order::weak_memory memory_;
  detect::detector watch_;
  std::unique_ptr<engine::strategy> schedules_;
  engine::settings options_;
  engine::execution execution_;
  std::uint64_t next_{};
};

std::map<engine::thread_function, double> engine_alone;  // seconds an execution

void measure(benchmark::State& state, engine::thread_function body, const configuration& c) {
  constexpr std::uint64_t batch = 1000;
  campaign runs(body, c);
  runs.run(batch);
  const double begin = cpu_seconds();
  for (auto _ : state) runs.run(batch);
  const auto executions = static_cast<double>(state.iterations()) * static_cast<double>(batch);
  const double each = (cpu_seconds() - begin) / executions;
  if (!c.watched && !c.weak) engine_alone[body] = each;
  state.counters["executions/s"] = 1 / each;
  state.counters["ratio"] = each / engine_alone[body];
}

}  // namespace

int main(int argc, char** argv) {
  void* const library = dlopen(SELVAGE_BENCH_PROGRAMS, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::fprintf(stderr, "cannot load the programs: %s\n", dlerror());
    return 2;
  }
  engine::images_loaded();
  for (const char* name : {"account", "bluetooth_driver", "reorder_3"}) {
    void* const symbol = dlsym(library, name);
    engine::thread_function body = nullptr;
    std::memcpy(&body, &symbol, sizeof body);
    for (const configuration& c : configurations)
      benchmark::RegisterBenchmark((std::string(name) + "/" + c.name).c_str(), [body, &c](benchmark::State& s) {
        measure(s, body, c);
      })->Unit(benchmark::kMicrosecond);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

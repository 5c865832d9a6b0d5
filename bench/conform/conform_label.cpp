// What the conformance checker costs a label: warm, as in all but the first executions of a program, and cold.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "src/conform/checker.h"

namespace selvage::conform {
namespace {

using model::label;
using model::label_kind;
using model::object_kind;
using model::object_spec;
using model::operation;

label call(std::uint8_t thread, operation op, std::initializer_list<std::uint8_t> objects) {
  label l;
  l.kind = label_kind::call;
  l.thread = thread;
  l.op = op;
  l.object_count = static_cast<std::uint8_t>(objects.size());
  std::ranges::copy(objects, l.objects.begin());
  return l;
}

label ret(std::uint8_t thread, operation op, std::int16_t result = model::outcome::ok) {
  label l;
  l.kind = label_kind::ret;
  l.thread = thread;
  l.op = op;
  l.result = result;
  return l;
}

label quiet() {
  label l;
  l.kind = label_kind::quiescent;
  return l;
}

object_spec event(object_kind kind) { return {kind, false, true, true, 0}; }

void run(benchmark::State& bench, const std::vector<object_spec>& objects, const std::vector<std::uint8_t>& component,
         const std::vector<label>& history) {
  const auto checker = make_checker(objects, component, *model::profile_named("strict"));
  for (auto _ : bench) {
    checker->restart();
    for (const label& l : history) {
      if (!checker->step(l)) bench.SkipWithError("refused");
    }
  }
  const double labels = static_cast<double>(bench.iterations()) * static_cast<double>(history.size());
  bench.counters["label"] = benchmark::Counter(labels, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

const std::vector<label> wait_set_reset{call(0, operation::wait, {0}),  quiet(),
                                        call(1, operation::set, {0}),   ret(1, operation::set),
                                        call(1, operation::reset, {0}), ret(0, operation::wait),
                                        ret(1, operation::reset),       quiet()};

void warm_one_event(benchmark::State& bench) {
  run(bench, {event(object_kind::manual_reset_event)}, {0}, wait_set_reset);
}
BENCHMARK(warm_one_event);

void warm_three_objects_apart(benchmark::State& bench) {
  std::vector<label> history = wait_set_reset;
  history.insert(history.begin() + 1, {call(2, operation::set, {1}), ret(2, operation::set)});
  run(bench, {event(object_kind::manual_reset_event), event(object_kind::auto_reset_event), object_spec{}}, {0, 1, 2},
      history);
}
BENCHMARK(warm_three_objects_apart);

void warm_wait_any(benchmark::State& bench) {
  run(bench, {event(object_kind::auto_reset_event), event(object_kind::auto_reset_event)}, {0, 0},
      {call(0, operation::wait_any, {0, 1}), quiet(), call(1, operation::set, {1}), ret(1, operation::set),
       ret(0, operation::wait_any, 1), quiet()});
}
BENCHMARK(warm_wait_any);

/// A new checker for every history: every label is worked out from the machine.
void cold_one_event(benchmark::State& bench) {
  const std::vector<object_spec> objects{event(object_kind::manual_reset_event)};
  const std::vector<std::uint8_t> component{0};
  for (auto _ : bench) {
    const auto checker = make_checker(objects, component, *model::profile_named("strict"));
    checker->restart();
    for (const label& l : wait_set_reset) benchmark::DoNotOptimize(checker->step(l));
  }
  const double labels = static_cast<double>(bench.iterations()) * static_cast<double>(wait_set_reset.size());
  bench.counters["label"] = benchmark::Counter(labels, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(cold_one_event);

}  // namespace
}  // namespace selvage::conform

BENCHMARK_MAIN();

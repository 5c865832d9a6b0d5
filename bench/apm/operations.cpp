// An operation begun and ended, beside what the standard library has for it; and what each costs in memory.
#include <benchmark/benchmark.h>

#include <future>
#include <memory>

#include "bench/apm/allocations.h"
#include "selvage/async/async_disposable.h"
#include "selvage/async/begin_invoke.h"
#include "selvage/async/thread_pool.h"
#include "selvage/async/value_task.h"

namespace {

using namespace selvage::async;

int work() { return 1; }

/// Runs `operation` over and over and tells how often it allocates.
template <class Operation>
void measure(benchmark::State& state, Operation operation) {
  const auto before = selvage::bench::allocations();
  int sum = 0;
  for ([[maybe_unused]] auto _ : state) sum += operation();
  benchmark::DoNotOptimize(sum);
  const auto made = selvage::bench::allocations() - before;
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(made), benchmark::Counter::kAvgIterations);
}

void begin_end(benchmark::State& state) {
  thread_pool pool(2);
  measure(state, [&pool] { return end_invoke(begin_invoke(pool, work)); });
  state.counters["sizeof"] = sizeof(async_result<int>);
}
BENCHMARK(begin_end)->UseRealTime();

/// The wait handle costs an allocation, to who asks for it.
void begin_wait_end(benchmark::State& state) {
  thread_pool pool(2);
  measure(state, [&pool] {
    const auto result = begin_invoke(pool, work);
    result->async_wait_handle().wait();
    return end_invoke(result);
  });
}
BENCHMARK(begin_wait_end)->UseRealTime();

void packaged_task_on_pool(benchmark::State& state) {
  thread_pool pool(2);
  measure(state, [&pool] {
    const auto task = std::make_shared<std::packaged_task<int()>>(work);
    auto result = task->get_future();
    pool.queue([task] { (*task)(); });
    return result.get();
  });
  state.counters["sizeof"] = sizeof(std::packaged_task<int()>);
}
BENCHMARK(packaged_task_on_pool)->UseRealTime();

void std_async(benchmark::State& state) {
  measure(state, [] { return std::async(std::launch::async, work).get(); });
}
BENCHMARK(std_async)->UseRealTime();

/// Without a thread between: what an operation itself costs.
void begin_complete_end(benchmark::State& state) {
  measure(state, [owner = &state] {
    const auto result = async_result<int>::begin(owner);
    result->set_value(1, true);
    return async_result<int>::end(owner, result);
  });
}
BENCHMARK(begin_complete_end);

void promise_future(benchmark::State& state) {
  measure(state, [] {
    std::promise<int> promise;
    auto result = promise.get_future();
    promise.set_value(1);
    return result.get();
  });
}
BENCHMARK(promise_future);

value_task<int> already_over() { return 1; }

void completed_value_task(benchmark::State& state) {
  measure(state, [] { return already_over().wait(); });
  state.counters["sizeof"] = sizeof(value_task<int>);
}
BENCHMARK(completed_value_task);

class nothing_to_release final : public async_disposable {
  void on_dispose() override {}
};

void dispose_async(benchmark::State& state) {
  measure(state, [] {
    nothing_to_release object;
    object.dispose_async().wait();
    return 1;
  });
  state.counters["sizeof"] = sizeof(async_disposable);
}
BENCHMARK(dispose_async);

}  // namespace

BENCHMARK_MAIN();

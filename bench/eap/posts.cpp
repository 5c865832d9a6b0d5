// A post through async_operation beside a bare one to the same pool, in one run: batches of the two take turns, so that
// whatever slows the machine down slows both.
#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <memory>

#include "selvage/async/async_operation.h"
#include "selvage/async/single_thread_context.h"

namespace {

using namespace selvage::async;
using clock = std::chrono::steady_clock;

constexpr int batch = 2'000;

/// Seconds that it takes to post a batch with `post` and to run it.
template <class Post>
double seconds_of(Post post) {
  std::atomic<int> left{batch};
  const auto start = clock::now();
  for (int i = 0; i < batch; ++i) {
    post([&left] {
      if (left.fetch_sub(1, std::memory_order_acq_rel) == 1) left.notify_one();
    });
  }
  for (int now = left.load(); now != 0; now = left.load()) left.wait(now);
  return std::chrono::duration<double>(clock::now() - start).count();
}

void posts_to_a_pool(benchmark::State& state) {
  thread_pool pool(2);
  async_operation operation(std::make_shared<pool_context>(pool), nullptr);
  double bare = 0;
  double through = 0;
  for (auto _ : state) {
    bare += seconds_of([&](auto work) { pool.queue(work); });
    through += seconds_of([&](auto work) { operation.post(work); });
  }
  const double posts = static_cast<double>(state.iterations()) * batch;
  state.counters["bare_ns"] = bare / posts * 1e9;
  state.counters["operation_ns"] = through / posts * 1e9;
  state.counters["ratio"] = through / bare;
}
BENCHMARK(posts_to_a_pool)->Unit(benchmark::kMillisecond)->MinTime(2)->UseRealTime();

void posts_to_a_loop(benchmark::State& state) {
  const auto loop = std::make_shared<single_thread_context>();
  async_operation operation(loop, nullptr);
  int ran = 0;
  for (auto _ : state) {
    for (int i = 0; i < batch; ++i) operation.post([&ran] { ++ran; });
    loop->run_pending();
  }
  benchmark::DoNotOptimize(ran);
  state.SetItemsProcessed(state.iterations() * batch);
}
BENCHMARK(posts_to_a_loop)->Unit(benchmark::kMillisecond);

/// A whole operation: made, completed, told.
void operations(benchmark::State& state) {
  const auto loop = std::make_shared<single_thread_context>();
  for (auto _ : state) {
    async_operation operation(loop, nullptr);
    operation.post_operation_completed([] {});
    loop->run_pending();
  }
}
BENCHMARK(operations);

}  // namespace

BENCHMARK_MAIN();

#include <benchmark/benchmark.h>

#include <atomic>
#include <filesystem>
#include <iterator>
#include <memory>
#include <vector>

#include "selvage/async/auto_reset_event.h"
#include "selvage/async/thread_pool.h"

namespace {

using selvage::async::auto_reset_event;
using selvage::async::registered_wait_handle;
using selvage::async::thread_pool;

constexpr std::size_t many = 10'000;
constexpr unsigned workers = 2;

/// Counts what has run, for whoever asked for so much.
class tally {
 public:
  void count() {
    if (ran_.fetch_add(1, std::memory_order_acq_rel) + 1 == due_) done_.set();
  }
  void expect(std::size_t due) {
    due_ = due;
    ran_ = 0;
  }
  void wait() { done_.wait(); }

 private:
  std::atomic<std::size_t> ran_{0};
  std::size_t due_{};
  auto_reset_event done_{false};
};

std::size_t threads_of_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

/// The measure: work posted to the pool, until it has run.
void pool_post(benchmark::State& state) {
  const auto batch = static_cast<std::size_t>(state.range(0));
  thread_pool pool(workers);
  tally t;
  for ([[maybe_unused]] auto _ : state) {
    t.expect(batch);
    for (std::size_t i = 0; i < batch; ++i) pool.queue([&t] { t.count(); });
    t.wait();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(batch) * state.iterations());
}
BENCHMARK(pool_post)->Arg(1)->Arg(many)->UseRealTime();

/// Of 10,000 registrations so many are signalled, until their callbacks have run. They cost no thread.
void signal_to_callback(benchmark::State& state) {
  const auto batch = static_cast<std::size_t>(state.range(0));
  const std::size_t threads_before = threads_of_process();
  thread_pool pool(workers);
  tally t;
  std::vector<std::unique_ptr<auto_reset_event>> events;
  std::vector<registered_wait_handle> registered;
  for (std::size_t i = 0; i < many; ++i) {
    events.push_back(std::make_unique<auto_reset_event>(false));
    registered.push_back(
        pool.register_wait_for_single_object(*events.back(), [&t](void*, bool) { t.count(); }, nullptr, false));
  }
  state.counters["registrations"] = static_cast<double>(many);
  state.counters["threads"] = static_cast<double>(threads_of_process() - threads_before);
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : state) {
    t.expect(batch);
    for (std::size_t i = 0; i < batch; ++i) {
      events[next]->set();
      next = (next + 1) % many;
    }
    t.wait();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(batch) * state.iterations());
  for (auto& r : registered) r.unregister_blocking();
}
BENCHMARK(signal_to_callback)->Arg(1)->Arg(many)->UseRealTime();

void register_unregister(benchmark::State& state) {
  thread_pool pool(workers);
  auto_reset_event event(false);
  for ([[maybe_unused]] auto _ : state) {
    auto registered = pool.register_wait_for_single_object(event, [](void*, bool) {}, nullptr, true);
    registered.unregister();
  }
}
BENCHMARK(register_unregister);

}  // namespace

BENCHMARK_MAIN();

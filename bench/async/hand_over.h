#pragma once

#include <benchmark/benchmark.h>

#include <atomic>
#include <thread>

namespace selvage::bench {

/// Two threads hand over to one another through two signals with `signal()` and `wait()`; an iteration is there and
/// back. The other thread is told to end by `last`, after its last wait.
template <class Signal>
void ping_pong(benchmark::State& state, Signal& there, Signal& back) {
  std::atomic<bool> last{false};
  std::thread other([&] {
    for (;;) {
      there.wait();
      if (last.load(std::memory_order_relaxed)) return;
      back.signal();
    }
  });
  for ([[maybe_unused]] auto _ : state) {
    there.signal();
    back.wait();
  }
  last.store(true, std::memory_order_relaxed);
  there.signal();
  other.join();
}

}  // namespace selvage::bench

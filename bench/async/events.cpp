#include <Poco/Event.h>
#include <ace/Auto_Event.h>
#include <ace/Manual_Event.h>
#include <benchmark/benchmark.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <semaphore>

#include "bench/async/hand_over.h"
#include "selvage/async/auto_reset_event.h"
#include "selvage/async/manual_reset_event.h"

namespace {

using selvage::bench::ping_pong;

struct reference_signal {
  selvage::async::auto_reset_event event{false};
  void signal() { event.set(); }
  void wait() { event.wait(); }
};

struct poco_signal {
  Poco::Event event{Poco::Event::EVENT_AUTORESET};
  void signal() { event.set(); }
  void wait() { event.wait(); }
};

struct ace_signal {
  ACE_Auto_Event event;
  void signal() { event.signal(); }
  void wait() { event.wait(); }
};

struct semaphore_signal {
  std::counting_semaphore<> semaphore{0};
  void signal() { semaphore.release(); }
  void wait() { semaphore.acquire(); }
};

/// The least that hands a token from one thread to another.
struct futex_signal {
  std::atomic<std::uint32_t> token{0};

  void signal() {
    token.store(1, std::memory_order_release);
    syscall(SYS_futex, &token, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }

  void wait() {
    while (token.exchange(0, std::memory_order_acquire) == 0) {
      syscall(SYS_futex, &token, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
    }
  }
};

template <class Signal>
void hand_over(benchmark::State& state) {
  Signal there;
  Signal back;
  ping_pong(state, there, back);
}

BENCHMARK(hand_over<reference_signal>)->UseRealTime();
BENCHMARK(hand_over<futex_signal>)->UseRealTime();
BENCHMARK(hand_over<semaphore_signal>)->UseRealTime();
BENCHMARK(hand_over<poco_signal>)->UseRealTime();
BENCHMARK(hand_over<ace_signal>)->UseRealTime();

void set_wait_reset_reference(benchmark::State& state) {
  selvage::async::manual_reset_event event(false);
  for ([[maybe_unused]] auto _ : state) {
    event.set();
    event.wait();
    event.reset();
  }
}
BENCHMARK(set_wait_reset_reference);

void set_wait_reset_poco(benchmark::State& state) {
  Poco::Event event(Poco::Event::EVENT_MANUALRESET);
  for ([[maybe_unused]] auto _ : state) {
    event.set();
    event.wait();
    event.reset();
  }
}
BENCHMARK(set_wait_reset_poco);

void set_wait_reset_ace(benchmark::State& state) {
  ACE_Manual_Event event;
  for ([[maybe_unused]] auto _ : state) {
    event.signal();
    event.wait();
    event.reset();
  }
}
BENCHMARK(set_wait_reset_ace);

/// A semaphore has no reset: an acquire takes the signal back.
void release_acquire_semaphore(benchmark::State& state) {
  std::counting_semaphore<> semaphore(0);
  for ([[maybe_unused]] auto _ : state) {
    semaphore.release();
    semaphore.acquire();
  }
}
BENCHMARK(release_acquire_semaphore);

template <class Signal>
void signal_wait(benchmark::State& state) {
  Signal signal;
  for ([[maybe_unused]] auto _ : state) {
    signal.signal();
    signal.wait();
  }
}
BENCHMARK(signal_wait<reference_signal>);
BENCHMARK(signal_wait<semaphore_signal>);
BENCHMARK(signal_wait<poco_signal>);
BENCHMARK(signal_wait<ace_signal>);

template <class Signal>
void create_destroy(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    Signal signal;
    benchmark::DoNotOptimize(signal);
  }
}
BENCHMARK(create_destroy<reference_signal>);
BENCHMARK(create_destroy<semaphore_signal>);
BENCHMARK(create_destroy<poco_signal>);
BENCHMARK(create_destroy<ace_signal>);

}  // namespace

BENCHMARK_MAIN();

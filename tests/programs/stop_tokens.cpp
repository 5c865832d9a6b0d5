// <stop_token>, std::jthread.

#include <stop_token>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/programs/program.h"

PROGRAM(jthread_stops) {
  bool stopped = false;
  {
    std::jthread t([&](const std::stop_token& token) {
      while (!token.stop_requested()) std::this_thread::yield();
      stopped = true;
    });
  }
  assert(stopped);
}

PROGRAM(stop_callback_runs_once) {
  std::stop_source source;
  std::atomic<int> calls{0};
  std::thread t([&] { std::stop_callback callback(source.get_token(), [&] { ++calls; }); });
  const bool first = source.request_stop();
  const bool second = source.request_stop();
  t.join();
  assert(first && !second && calls <= 1);
  report(result, calls);
}

PROGRAM(stop_from_two_threads) {
  std::stop_source source;
  std::atomic<int> won{0};
  std::atomic<int> calls{0};
  std::stop_callback callback(source.get_token(), [&] { ++calls; });
  std::jthread a([&] { won += source.request_stop() ? 1 : 0; });
  std::jthread b([&] { won += source.request_stop() ? 1 : 0; });
  a.join();
  b.join();
  assert(won == 1 && calls == 1);
}

PROGRAM(condition_any_stop_token) {
  std::mutex m;
  std::condition_variable_any c;
  bool ready = false;
  bool satisfied = true;
  std::jthread t([&](std::stop_token token) {
    std::unique_lock guard(m);
    satisfied = c.wait(guard, std::move(token), [&] { return ready; });
  });
  t.request_stop();
  t.join();
  assert(!satisfied);
}

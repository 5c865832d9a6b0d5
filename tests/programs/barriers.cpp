// <barrier>.

#include <barrier>

#include <atomic>
#include <thread>

#include "tests/programs/program.h"

PROGRAM(barrier_phases) {
  int phases = 0;
  const auto on_completion = [&]() noexcept { ++phases; };
  std::barrier barrier(2, on_completion);
  const auto work = [&] {
    for (int i = 0; i < 3; ++i) {
      barrier.arrive_and_wait();
      assert(phases >= i + 1);
    }
  };
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
  assert(phases == 3);
}

PROGRAM(barrier_drop) {
  std::atomic<int> completions{0};
  const auto on_completion = [&]() noexcept { ++completions; };
  std::barrier barrier(2, on_completion);
  std::thread a([&] { barrier.arrive_and_drop(); });
  barrier.arrive_and_wait();
  barrier.arrive_and_wait();
  a.join();
  assert(completions == 2);
}

PROGRAM(barrier_token) {
  std::barrier barrier(2);
  std::thread a([&] { barrier.arrive_and_wait(); });
  auto token = barrier.arrive();
  barrier.wait(std::move(token));
  a.join();
}

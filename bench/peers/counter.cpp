// P3: two threads, ten additions each.
#include <atomic>
#include <cassert>
#include <thread>

int main() {
  std::atomic<int> counter{0};
  const auto add = [&counter] {
    for (int i = 0; i < 10; ++i) counter.fetch_add(1);
  };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  assert(counter.load() == 20);
}

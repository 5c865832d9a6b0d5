// Near double-free: decremented and tested in one step.

#include <atomic>
#include <cstdlib>
#include <thread>

int main() {
  auto* data = static_cast<int*>(std::malloc(sizeof(int)));
  *data = 0;
  std::atomic<int> references{2};
  const auto release = [&] {
    if (references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      ++*data;
      std::free(data);
    }
  };
  std::thread other(release);
  release();
  other.join();
}

// The reference count is decremented and tested in two steps.

#include <atomic>
#include <cstdlib>
#include <thread>

int main() {
  void* data = std::malloc(8);
  std::atomic<int> references{2};
  const auto release = [&] {
    references.fetch_sub(1);
    if (references.load() == 0) std::free(data);
  };
  std::thread other(release);
  release();
  other.join();
}

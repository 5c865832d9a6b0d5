// Near data-race: readers share, the writer excludes.

#include <mutex>
#include <shared_mutex>
#include <thread>

int main() {
  std::shared_mutex m;
  int value = 0;
  std::thread writer([&] {
    const std::unique_lock hold(m);
    value = 1;
  });
  int seen[2]{};
  std::thread reader([&] {
    const std::shared_lock hold(m);
    seen[0] = value;
  });
  {
    const std::shared_lock hold(m);
    seen[1] = value;
  }
  writer.join();
  reader.join();
  return seen[0] + seen[1] <= 2 ? 0 : 1;
}

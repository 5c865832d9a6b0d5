// Near data-race: both threads hold the mutex.

#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  int counter = 0;
  const auto add = [&] {
    const std::lock_guard hold(m);
    ++counter;
  };
  std::thread other(add);
  add();
  other.join();
  return counter == 2 ? 0 : 1;
}

// Three philosophers each take the left fork first.

#include <array>
#include <mutex>
#include <thread>

int main() {
  std::array<std::mutex, 3> forks;
  const auto eat = [&](std::size_t i) {
    const std::lock_guard left(forks[i]);
    const std::lock_guard right(forks[(i + 1) % 3]);
  };
  std::thread a(eat, 0);
  std::thread b(eat, 1);
  std::thread c(eat, 2);
  a.join();
  b.join();
  c.join();
}

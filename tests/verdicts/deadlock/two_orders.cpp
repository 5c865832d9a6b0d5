// Two threads take two mutexes in opposite orders.

#include <mutex>
#include <thread>

int main() {
  std::mutex a;
  std::mutex b;
  std::thread other([&] {
    const std::lock_guard first(b);
    const std::lock_guard second(a);
  });
  {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
  }
  other.join();
}

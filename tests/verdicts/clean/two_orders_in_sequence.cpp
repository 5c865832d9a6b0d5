// Near deadlock: the other order is taken before the thread begins.

#include <mutex>
#include <thread>

int main() {
  std::mutex a;
  std::mutex b;
  {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
  }
  std::thread other([&] {
    const std::lock_guard first(b);
    const std::lock_guard second(a);
  });
  other.join();
}

// Near deadlock: everybody takes the mutexes in one order.

#include <mutex>
#include <thread>

int main() {
  std::mutex a;
  std::mutex b;
  const auto both = [&] {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
  };
  std::thread other(both);
  both();
  other.join();
}

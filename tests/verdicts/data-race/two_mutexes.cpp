// Each thread guards the same counter by another mutex.

#include <mutex>
#include <thread>

int main() {
  std::mutex a;
  std::mutex b;
  int counter = 0;
  std::thread first([&] {
    const std::lock_guard hold(a);
    ++counter;
  });
  std::thread second([&] {
    const std::lock_guard hold(b);
    ++counter;
  });
  first.join();
  second.join();
}

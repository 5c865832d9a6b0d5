// Near deadlock: std::scoped_lock backs off.

#include <mutex>
#include <thread>

int main() {
  std::mutex a;
  std::mutex b;
  int value = 0;
  std::thread other([&] {
    const std::scoped_lock hold(b, a);
    ++value;
  });
  {
    const std::scoped_lock hold(a, b);
    ++value;
  }
  other.join();
  return value == 2 ? 0 : 1;
}

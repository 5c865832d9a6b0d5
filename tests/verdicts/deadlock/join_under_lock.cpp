// The thread that is joined needs the mutex that the joiner holds.

#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::thread other([&] { const std::lock_guard hold(m); });
  const std::lock_guard hold(m);
  other.join();
}

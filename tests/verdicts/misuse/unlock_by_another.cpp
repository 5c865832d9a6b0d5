// The thread that unlocks is not the one that locked.

#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  m.lock();
  std::thread other([&] { m.unlock(); });
  other.join();
}

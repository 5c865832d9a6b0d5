// An exception leaves a thread when the other came first.

#include <atomic>
#include <stdexcept>
#include <thread>

int main() {
  std::atomic<bool> closed{false};
  std::thread other([&] {
    if (closed) throw std::runtime_error("closed");
  });
  closed = true;
  other.join();
}

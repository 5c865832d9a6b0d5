// Readers hold the shared mutex; the writer does too, but shared.

#include <shared_mutex>
#include <thread>

int main() {
  std::shared_mutex m;
  int value = 0;
  std::thread writer([&] {
    const std::shared_lock hold(m);
    value = 1;
  });
  int seen = 0;
  {
    const std::shared_lock hold(m);
    seen = value;
  }
  writer.join();
  return seen == 2;
}

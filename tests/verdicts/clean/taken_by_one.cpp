// Near double-free: the exchange gives the pointer to one of them.

#include <atomic>
#include <thread>

int main() {
  std::atomic<int*> shared{new int(1)};
  const auto drop = [&] { delete shared.exchange(nullptr); };
  std::thread other(drop);
  drop();
  other.join();
}

// Two threads see the same pointer and both delete it.

#include <atomic>
#include <thread>

int main() {
  std::atomic<int*> shared{new int(1)};
  const auto drop = [&] {
    if (int* p = shared.load(); p != nullptr) {
      shared.store(nullptr);
      delete p;
    }
  };
  std::thread other(drop);
  drop();
  other.join();
}

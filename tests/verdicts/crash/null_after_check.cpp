// The pointer becomes null between the check and the use.

#include <atomic>
#include <thread>

int main() {
  int value = 1;
  std::atomic<int*> shared{&value};
  std::thread other([&] { shared = nullptr; });
  int seen = 0;
  if (shared.load() != nullptr) seen = *shared.load();
  other.join();
  return seen == 2;
}

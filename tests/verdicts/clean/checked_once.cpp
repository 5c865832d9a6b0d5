// Near crash: the pointer is loaded once.

#include <atomic>
#include <thread>

int main() {
  int value = 1;
  std::atomic<int*> shared{&value};
  std::thread other([&] { shared = nullptr; });
  int seen = 1;
  if (const int* p = shared.load(); p != nullptr) seen = *p;
  other.join();
  return seen == 1 ? 0 : 1;
}

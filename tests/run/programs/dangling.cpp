// A read of freed memory that only shows while the memory is not used again.
#include <thread>

int main() {
  auto* const first = new int[100]{1};
  volatile int* const kept = first;
  std::thread([first] { delete[] first; }).join();
  int* volatile second = new int[100]{1};
  const int read = *kept;
  delete[] second;
  return read - 1;
}

#include <atomic>
#include <cassert>
#include <thread>

std::atomic<int> balance{100};

void withdraw() {
  if (balance >= 100) balance -= 100;
}

int main() {
  std::thread first(withdraw);
  std::thread second(withdraw);
  first.join();
  second.join();
  assert(balance >= 0);
}

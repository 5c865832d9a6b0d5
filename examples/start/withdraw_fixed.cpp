#include <atomic>
#include <cassert>
#include <thread>

std::atomic<int> balance{100};

void withdraw() {
  int seen = balance;
  while (seen >= 100 && !balance.compare_exchange_weak(seen, seen - 100)) {
  }
}

int main() {
  std::thread first(withdraw);
  std::thread second(withdraw);
  first.join();
  second.join();
  assert(balance >= 0);
}

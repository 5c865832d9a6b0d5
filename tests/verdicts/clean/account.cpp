// Near assertion: read and written under one lock.

#include <cassert>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  int balance = 100;
  const auto withdraw = [&](int amount) {
    const std::lock_guard hold(m);
    balance -= amount;
  };
  std::thread other(withdraw, 30);
  withdraw(20);
  other.join();
  assert(balance == 50);
}

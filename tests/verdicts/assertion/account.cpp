// A withdrawal reads the balance under one lock and writes it under another.

#include <cassert>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  int balance = 100;
  const auto withdraw = [&](int amount) {
    int before = 0;
    {
      const std::lock_guard hold(m);
      before = balance;
    }
    const std::lock_guard hold(m);
    balance = before - amount;
  };
  std::thread other(withdraw, 30);
  withdraw(20);
  other.join();
  assert(balance == 50);
}

#include <cassert>
#include <cstdio>
#include <mutex>
#include <thread>

int balance = 100;
std::mutex lock;

int read_balance() {
  const std::lock_guard guard(lock);
  return balance;
}
void write_balance(int to) {
  const std::lock_guard guard(lock);
  balance = to;
}

int main(int argc, char**) {
  std::printf("opening %d\n", argc);
  std::thread deposit([] { write_balance(read_balance() + 50); });
  std::thread withdraw([] { write_balance(read_balance() - 30); });
  deposit.join();
  withdraw.join();
  std::fprintf(stderr, "closing %d\n", balance);
  assert(balance == 120);
}

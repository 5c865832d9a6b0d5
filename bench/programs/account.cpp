#include <atomic>
#include <mutex>
#include <thread>

int main() {
  int balance = 0;
  std::mutex lock;
  std::thread deposit([&] {
    const std::lock_guard guard(lock);
    balance += 100;
  });
  std::thread withdraw([&] {
    const std::lock_guard guard(lock);
    balance -= 40;
  });
  deposit.join();
  withdraw.join();
  return balance == 60 ? 0 : 1;
}

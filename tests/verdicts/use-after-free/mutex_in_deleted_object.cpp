// The object is deleted while another thread is about to lock the mutex in it.
// also: data-race misuse

#include <mutex>
#include <thread>

struct account {
  std::mutex m;
  int balance{0};
};

int main() {
  auto* a = new account;
  std::thread other([a] {
    const std::lock_guard hold(a->m);
    ++a->balance;
  });
  {
    const std::lock_guard hold(a->m);
    ++a->balance;
  }
  delete a;
  other.join();
}

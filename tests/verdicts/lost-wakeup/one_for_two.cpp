// One of two waiters in sequence is woken by the first of two signals; both signals come early.

#include <condition_variable>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable item;
  int items = 0;
  const auto take = [&] {
    std::unique_lock hold(m);
    if (items == 0) item.wait(hold);
    --items;
  };
  std::thread a(take);
  std::thread b([&] {
    for (int i = 0; i < 2; ++i) {
      if (i == 1) {
        const std::lock_guard hold(m);
        items = 0;
      }
      item.notify_one();
    }
  });
  a.join();
  b.join();
}

// A whole program: one thread waits for what another one sets. With LOSSY the flag is set outside the mutex, so that
// the notification can come between the waiter's look at the flag and its sleep.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable changed;
  std::atomic<bool> ready = false;
  std::thread setter([&] {
#ifndef LOSSY
    const std::lock_guard lock(m);
#endif
    ready = true;
    changed.notify_one();
  });
  {
    std::unique_lock lock(m);
    while (!ready) changed.wait(lock);
  }
  setter.join();
}

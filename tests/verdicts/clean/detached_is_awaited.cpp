// Near leaked-thread: main waits for the detached thread's last word.

#include <condition_variable>
#include <mutex>
#include <thread>

int main() {
  static std::mutex m;
  static std::condition_variable finished;
  static bool done = false;
  std::thread([] {
    const std::lock_guard hold(m);
    done = true;
    finished.notify_all();
  }).detach();
  std::unique_lock hold(m);
  finished.wait(hold, [] { return done; });
}

// Near data-race: std::jthread, a stop callback and a condition variable that takes a token.

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable_any changed;
  int stopped = 0;
  {
    std::jthread worker([&](std::stop_token stop) {
      const std::stop_callback note(stop, [&] { ++stopped; });
      std::unique_lock hold(m);
      changed.wait(hold, stop, [] { return false; });
    });
    worker.request_stop();
  }
  return stopped <= 1 ? 0 : 1;
}

// A detached thread sleeps on a condition that main never makes true.

#include <condition_variable>
#include <mutex>
#include <thread>

std::mutex m;
std::condition_variable work;
bool stop = false;

int main() {
  std::thread([] {
    std::unique_lock hold(m);
    work.wait(hold, [] { return stop; });
  }).detach();
}

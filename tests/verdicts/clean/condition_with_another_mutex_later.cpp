// Near misuse: one condition variable, two mutexes, but never at once.

#include <condition_variable>
#include <mutex>

int main() {
  std::condition_variable_any c;
  std::mutex a;
  std::mutex b;
  for (std::mutex* m : {&a, &b}) {
    std::unique_lock hold(*m);
    c.wait_for(hold, std::chrono::milliseconds(1));
  }
}

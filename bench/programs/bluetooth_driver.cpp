// The corrected driver: it counts itself in before it looks at the flag.
#include <atomic>
#include <thread>

std::atomic<int> pending;
std::atomic<bool> stopping, stopped;

int main() {
  pending = 1;
  std::atomic<bool> wrong{false};
  std::thread io([&] {
    ++pending;
    if (!stopping && stopped) wrong = true;
    --pending;
  });
  std::thread stopper([] {
    stopping = true;
    if (--pending == 0) stopped = true;
  });
  io.join();
  stopper.join();
  return wrong ? 1 : 0;
}

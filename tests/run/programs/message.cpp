// A message is passed through a flag. With ORDER release it is correct; relaxed, reading it races in exactly the
// executions whose reader sees the flag: those that end with status 1.
#include <atomic>
#include <memory>
#include <thread>

struct state {
  std::atomic<int> ready{0};
  int message{};
};

int main() {
  auto s = std::make_unique<state>();
  int seen = 0;
  std::thread writer([&] {
    s->message = 1;
    s->ready.store(1, ORDER);
  });
  std::thread reader([&] {
    for (int i = 0; i < 3; ++i) std::this_thread::yield();
    if (s->ready.load(std::memory_order_acquire) != 0) seen = s->message;
  });
  writer.join();
  reader.join();
  return seen;
}

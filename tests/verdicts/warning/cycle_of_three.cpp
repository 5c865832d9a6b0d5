// Three threads one after another lock neighbours of a ring: a cycle of three, of which no two can meet.
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

int main() {
  constexpr unsigned count = 3;
  std::mutex ring[count];
  std::atomic<unsigned> turn{0};
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      for (unsigned now = turn; now != i; now = turn) turn.wait(now);
      {
        std::lock_guard first(ring[i]);
        std::lock_guard second(ring[(i + 1) % count]);
      }
      turn = i + 1;
      turn.notify_all();
    });
  for (auto& t : threads) t.join();
}

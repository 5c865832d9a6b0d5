// Near lost-wakeup: a bounded queue between two producers and a consumer.

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

int main() {
  std::mutex m;
  std::condition_variable not_empty;
  std::condition_variable not_full;
  std::deque<int> queue;
  const auto produce = [&](int value) {
    std::unique_lock hold(m);
    not_full.wait(hold, [&] { return queue.empty(); });
    queue.push_back(value);
    not_empty.notify_one();
  };
  std::thread a(produce, 1);
  std::thread b(produce, 2);
  int sum = 0;
  for (int i = 0; i < 2; ++i) {
    std::unique_lock hold(m);
    not_empty.wait(hold, [&] { return !queue.empty(); });
    sum += queue.front();
    queue.pop_front();
    not_full.notify_one();
  }
  a.join();
  b.join();
  return sum == 3 ? 0 : 1;
}

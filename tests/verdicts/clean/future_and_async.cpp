// Near data-race: futures, shared futures and packaged tasks order what they carry.

#include <future>
#include <numeric>
#include <thread>
#include <vector>

int main() {
  std::vector<int> numbers{1, 2, 3};
  auto sum = std::async(std::launch::async, [&] { return std::accumulate(numbers.begin(), numbers.end(), 0); });
  std::packaged_task<int()> task([&] { return static_cast<int>(numbers.size()); });
  auto size = task.get_future().share();
  std::thread runner(std::move(task));
  std::thread reader([size] { size.wait(); });
  const int total = sum.get() + size.get();
  runner.join();
  reader.join();
  numbers.push_back(4);
  return total == 9 ? 0 : 1;
}

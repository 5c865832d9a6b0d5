// A race between plain accesses: what it does to the sum only shows when a thread is preempted between them.
#include <cassert>
#include <thread>

int main() {
  int sum = 0;
  const auto add = [&sum] {
    const int before = sum;
    sum = before + 1;
  };
  std::thread first(add), second(add);
  first.join();
  second.join();
  assert(sum == 2);
}

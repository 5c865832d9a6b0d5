// Three threads set two values, one looks whether it sees them half set.
#include <atomic>
#include <thread>

int main() {
  std::atomic<int> a{0}, b{0};
  const auto set = [&] {
    a = 1;
    b = -1;
  };
  int seen = 0;
  std::thread first(set), second(set);
  std::thread check([&] { seen = a + b; });
  first.join();
  second.join();
  check.join();
  return seen == 0 || seen == 1 || seen == -1 ? 0 : 1;
}

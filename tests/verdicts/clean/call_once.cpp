// Near data-race: std::call_once.

#include <mutex>
#include <thread>

int main() {
  std::once_flag once;
  int value = 0;
  int seen[2]{};
  const auto get = [&](int i) {
    std::call_once(once, [&] { value = 5; });
    seen[i] = value;
  };
  std::thread other(get, 0);
  get(1);
  other.join();
  return seen[0] == 5 && seen[1] == 5 ? 0 : 1;
}

// Near misuse: the owner locks again and unlocks as often.

#include <mutex>
#include <thread>

int main() {
  std::recursive_mutex m;
  int value = 0;
  const auto add = [&] {
    const std::lock_guard outer(m);
    const std::lock_guard inner(m);
    ++value;
  };
  std::thread other(add);
  add();
  other.join();
  return value == 2 ? 0 : 1;
}

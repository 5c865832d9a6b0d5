// A container that was filled while the library was loaded changes, and keeps what the execution allocates: nothing is
// lost, and the next execution has the old one.
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace {

std::map<int, std::unique_ptr<int>> registry = [] {
  std::map<int, std::unique_ptr<int>> m;
  for (int i = 0; i < 4; ++i) m[i] = std::make_unique<int>(i);
  return m;
}();
std::mutex guard;

void replace(int key) {
  const std::lock_guard lock(guard);
  registry[key] = std::make_unique<int>(*registry[key] + 10);
}

}  // namespace

int main() {
  if (registry.size() != 4 || *registry[1] != 1) return 1;
  std::thread other(replace, 1);
  replace(1);
  other.join();
  return *registry[1] == 21 ? 0 : 1;
}

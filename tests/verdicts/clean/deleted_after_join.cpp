// Near use-after-free: deleted when the reader is done.

#include <memory>
#include <thread>

int main() {
  auto value = std::make_unique<int>(7);
  int seen = 0;
  std::thread reader([p = value.get(), &seen] { seen = *p; });
  reader.join();
  value.reset();
  return seen == 7 ? 0 : 1;
}

// Near use-after-free: the reader owns what it reads.

#include <memory>
#include <thread>

int main() {
  auto value = std::make_shared<int>(7);
  int seen = 0;
  std::thread reader([copy = value, &seen] { seen = *copy; });
  value.reset();
  reader.join();
  return seen == 7 ? 0 : 1;
}

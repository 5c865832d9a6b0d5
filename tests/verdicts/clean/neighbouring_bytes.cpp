// Near data-race: two threads write neighbouring bytes of one word.

#include <thread>

struct pair {
  char a;
  char b;
};

int main() {
  pair p{};
  std::thread other([&] { p.a = 1; });
  p.b = 2;
  other.join();
  return p.a + p.b == 3 ? 0 : 1;
}

#include <cassert>
#include <thread>

extern "C" int keep(int value);
extern "C" int kept(int i);

int main() {
  assert(keep(7) == 1);
  std::thread t([] { assert(keep(8) == 2); });
  t.join();
  assert(kept(0) == 7 && kept(1) == 8);
}

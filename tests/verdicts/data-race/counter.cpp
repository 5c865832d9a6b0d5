// Two threads add to a plain counter.

#include <thread>

int main() {
  int counter = 0;
  std::thread other([&] { ++counter; });
  ++counter;
  other.join();
}

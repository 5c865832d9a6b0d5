#include <cassert>
#include <iostream>
#include <string>
#include <thread>
std::size_t note(const std::string& line);
int main() {
  std::size_t first = 0, second = 0;
  std::thread a([&] { first = note("a"); });
  std::thread b([&] { second = note("b"); });
  a.join();
  b.join();
  std::cout << first << ' ' << second << '\n';
  assert(first + second == 5);  // the library's lines began anew
}

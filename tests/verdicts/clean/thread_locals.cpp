// Near data-race: every thread has its own.

#include <string>
#include <thread>
#include <vector>

thread_local int mine = 0;
thread_local std::vector<std::string> texts;

int main() {
  const auto use = [] {
    for (int i = 0; i < 3; ++i) {
      ++mine;
      texts.push_back("a text that is long enough to live on the heap");
    }
    return mine;
  };
  int counts[2]{};
  std::thread other([&] { counts[0] = use(); });
  counts[1] = use();
  other.join();
  return counts[0] == counts[1] ? 0 : 1;
}

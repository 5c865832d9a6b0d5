// Two threads write down their turns; what happens when they alternate, in few schedules, is the argument.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <thread>

int main(int argc, char** argv) {
  constexpr unsigned turns = 5;
  std::atomic<unsigned> written{1};
  const auto write = [&](unsigned who) {
    for (unsigned i = 0; i < turns; ++i) {
      unsigned before = written.load(std::memory_order_relaxed);
      written.store(before << 1U | who, std::memory_order_relaxed);
    }
  };
  std::thread first(write, 0), second(write, 1);
  first.join();
  second.join();
  const bool alternated = written == 0x555;
  if (argc < 2 || !alternated) return 0;
  if (std::strcmp(argv[1], "assert") == 0) assert(!alternated);
  if (std::strcmp(argv[1], "killed") == 0) kill(getpid(), SIGKILL);
  if (std::strcmp(argv[1], "pause") == 0) pause();
  return 7;
}

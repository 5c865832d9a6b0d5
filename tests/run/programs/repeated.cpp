// Says with its own assertions whether every execution begins as the first one did.
#include <unistd.h>

#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

int number = 7;
int zero[1000];
std::map<std::string, int> table{{"one", 1}};
std::mutex lock;
thread_local int mine = 3;
bool destroyed = false;
struct object {
  object() { table["constructed"] = 2; }
  ~object() {
    assert(table.size() == 3);
    destroyed = true;
  }
} global_object;

int& counter() {
  static int value = number * 2;
  return value;
}

int main(int argc, char** argv) {
  assert(argc == 3 && std::strcmp(argv[1], "-n") == 0 && std::strcmp(argv[2], "two words") == 0);
  int option = 0, seen = 0;
  while ((option = getopt(argc, argv, "n:")) != -1) seen += option == 'n' && std::strcmp(optarg, "two words") == 0;
  assert(seen == 1);
  argv[2][0] = 'X';
  assert(number == 7 && zero[999] == 0 && table.size() == 2 && mine == 3 && !destroyed);
  assert(std::getenv("SELVAGE_PROBE") == nullptr);
  setenv("SELVAGE_PROBE", "1", 1);
  const int random_number = std::rand();
  assert(random_number == 1804289383);
  std::cout << std::hex << 255 << " " << random_number << std::endl;
  zero[999] = 1;
  table["main"] = 3;
  auto work = [] {
    mine += 1;
    const std::lock_guard guard(lock);
    ++counter();
    ++number;
  };
  std::thread a(work), b(work);
  a.join();
  b.join();
  mine = 9;
  assert(counter() >= 16 && number == 9);
  std::printf("done\n");
}

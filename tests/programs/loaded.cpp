// What was allocated while the library was loaded: each execution finds it as it was then, and may do with it what it
// likes.

#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "tests/programs/program.h"

namespace {

std::map<int, std::string> table = [] {
  std::map<int, std::string> m;
  for (int i = 0; i < 40; ++i) m[i] = "the number " + std::to_string(i) + ", too long to be kept without memory";
  return m;
}();

std::vector<int> numbers(1000, 7);

char* text = strdup("as it");

int* object = new int(5);

}  // namespace

PROGRAM(loaded_changes) {
  assert(table.size() == 40 && table.at(7).starts_with("the number 7,"));
  assert(numbers.size() == 1000 && numbers[999] == 7);
  std::thread t([] {
    table.erase(7);
    table[8].append(1000, 'x');
    table[100] = "a further one, which is this execution's: it is too long as well";
  });
  t.join();
  for (int& n : numbers) n = 8;
  numbers.resize(5000, 9);
  numbers.clear();
  numbers.shrink_to_fit();
  assert(table.size() == 40 && table.count(7) == 0 && table.at(8).size() > 1000);
  report(result, static_cast<long>(table.at(9).size()));
}

PROGRAM(loaded_given_back) {
  assert(std::strcmp(text, "as it") == 0 && malloc_usable_size(text) >= 6 && *object == 5);
  text = static_cast<char*>(std::realloc(text, 5000));
  assert(std::strcmp(text, "as it") == 0);
  std::strcpy(text, "as it is now");
  std::free(text);
  delete object;
}

PROGRAM(wrong_loaded_freed_twice) {
  std::thread t([] { std::free(text); });
  std::free(text);
  t.join();
}
PROGRAM(wrong_loaded_free_inside) { std::free(text + 1); }

// Near data-race: a static local is made by one of them.

#include <string>
#include <thread>

const std::string& name() {
  static const std::string the_name("a name that is long enough to live on the heap");
  return the_name;
}

int main() {
  std::size_t sizes[2]{};
  std::thread other([&] { sizes[0] = name().size(); });
  sizes[1] = name().size();
  other.join();
  return sizes[0] == sizes[1] ? 0 : 1;
}

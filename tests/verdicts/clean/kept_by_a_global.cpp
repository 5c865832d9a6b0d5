// Near leak: a global still points to it.

#include <memory>
#include <thread>

struct settings {
  std::unique_ptr<int> value;
};
settings* the_settings;

int main() {
  the_settings = new settings{std::make_unique<int>(1)};
  std::thread other([] { *the_settings->value = 2; });
  other.join();
  return *the_settings->value == 2 ? 0 : 1;
}

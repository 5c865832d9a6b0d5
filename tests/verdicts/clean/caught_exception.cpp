// Near crash: the exception crosses to the thread that asks, and is caught there.

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

int main() {
  std::promise<int> p;
  auto f = p.get_future();
  std::thread other([&] {
    try {
      throw std::runtime_error("closed");
    } catch (...) {
      p.set_exception(std::current_exception());
    }
  });
  int caught = 0;
  try {
    f.get();
  } catch (const std::runtime_error& e) {
    caught = e.what()[0] == 'c' ? 1 : 0;
  }
  other.join();
  return caught == 1 ? 0 : 1;
}

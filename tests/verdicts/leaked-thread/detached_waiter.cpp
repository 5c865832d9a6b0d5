// A detached thread waits for what never comes.

#include <mutex>
#include <thread>

std::mutex m;

int main() {
  m.lock();
  std::thread([] { m.lock(); }).detach();
}

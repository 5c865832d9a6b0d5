// Near leaked-thread: the detached thread ends, after main.

#include <atomic>
#include <thread>

std::atomic<int> done{0};

int main() {
  std::thread([] { done = 1; }).detach();
}

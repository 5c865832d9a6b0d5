// Each thread has its own of every thread-local variable, wherever it is defined: here, in an archive (direct.c), in a
// shared library, in the C++ runtime.
#include <cassert>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#ifdef WITH_LIBRARY
extern "C" int count_own(int n);
extern "C" int count_shared(int n);
extern "C" __thread int shared_count;
#endif

namespace {

thread_local int counted = 0;
thread_local struct guard {
  int* to = &counted;
  ~guard() { *to = -1; }
} guard;

std::once_flag once;
int called = 0;

void work(int n) {
  for (int i = 1; i <= 3; ++i) {
    counted += n;
    std::this_thread::yield();
    assert(counted == i * n && guard.to == &counted);
#ifdef WITH_LIBRARY
    const int own = count_own(n);
    const int shared = count_shared(n);
    std::this_thread::yield();
    assert(own == i * n && shared == i * n && shared_count == i * n);
    assert(count_own(0) == i * n);
#endif
  }
  std::call_once(once, [] { ++called; });
  try {
    throw std::runtime_error("in flight");
  } catch (const std::runtime_error&) {
    std::this_thread::yield();
    try {
      throw;
    } catch (const std::runtime_error& e) {
      assert(std::string(e.what()) == "in flight");
    }
  }
}

}  // namespace

int main() {
  std::thread a(work, 1);
  std::thread b(work, 10);
  a.join();
  b.join();
  assert(counted == 0 && called == 1);
}

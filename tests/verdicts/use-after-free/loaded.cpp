// Somebody still reads what was allocated while the library was loaded, and what another thread has freed.
#include <mutex>
#include <thread>

namespace {

int* setting = new int(3);
std::mutex guard;

}  // namespace

int main() {
  std::thread other([] {
    const std::lock_guard lock(guard);
    delete setting;
  });
  int seen = 0;
  {
    const std::lock_guard lock(guard);
    seen = *setting;
  }
  other.join();
  return seen == 3 ? 0 : 1;
}

// Two threads make the object lazily; the first one made is lost.

#include <atomic>
#include <thread>

int main() {
  std::atomic<int*> shared{nullptr};
  const auto make = [&] {
    if (shared.load() == nullptr) shared.store(new int(3));
  };
  std::thread other(make);
  make();
  other.join();
  delete shared.load();
}

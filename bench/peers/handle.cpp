// P2: the word of a safe handle, `references << 1 | disposed`, changed by compare-exchange. Three threads add a reference
// and release it, one disposes; the resource is released exactly once.
#include <atomic>
#include <cassert>
#include <thread>

namespace {

class handle {
 public:
  bool add_reference() {
    unsigned word = word_.load();
    do {
      if ((word & disposed) != 0) return false;
    } while (!word_.compare_exchange_weak(word, word + one));
    return true;
  }
  void release() { drop(0); }
  void dispose() { drop(disposed); }
  [[nodiscard]] int times_released() const { return released_.load(); }

 private:
  static constexpr unsigned disposed = 1;
  static constexpr unsigned one = 2;

  void drop(unsigned flags) {
    unsigned word = word_.load();
    unsigned next;
    do {
      next = (word - one) | flags;
    } while (!word_.compare_exchange_weak(word, next));
    if (next < one) released_.fetch_add(1);
  }

  std::atomic<unsigned> word_{one};
  std::atomic<int> released_{0};
};

}  // namespace

int main() {
  handle h;
  const auto use = [&h] {
    if (h.add_reference()) h.release();
  };
  std::thread a(use);
  std::thread b(use);
  std::thread c(use);
  std::thread d([&h] { h.dispose(); });
  a.join();
  b.join();
  c.join();
  d.join();
  assert(h.times_released() == 1);
}

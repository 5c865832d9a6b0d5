// What a thread did before a set is there for the thread whose wait the set satisfies (EVT-32), also when the event was
// set already: a race under no schedule. The relaxed flag orders the threads in time and nothing else.
#include <atomic>
#include <thread>

#include "selvage/async/auto_reset_event.h"
#include "selvage/async/manual_reset_event.h"

namespace {

template <class Event>
int published(bool set_before) {
  Event event(set_before);
  int data = 0;
  std::atomic<bool> told{!set_before};
  std::thread other([&] {
    data = 1;
    event.set();
    told.store(true, std::memory_order_relaxed);
  });
  while (!told.load(std::memory_order_relaxed)) std::this_thread::yield();
  event.wait();
  const int seen = data;
  other.join();
  return seen;
}

}  // namespace

int main() {
  using selvage::async::auto_reset_event;
  using selvage::async::manual_reset_event;
  const int all = published<manual_reset_event>(false) + published<manual_reset_event>(true) +
                  published<auto_reset_event>(false) + published<auto_reset_event>(true);
  return all == 4 ? 0 : 1;
}

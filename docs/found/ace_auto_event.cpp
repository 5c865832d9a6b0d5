// Free-running threads against ACE_Auto_Event: a signal that is lost when a timed wait times out beside it.
//
//   g++ -O2 ace_auto_event.cpp -o ace_auto_event -lACE -pthread && ./ace_auto_event
//
// Each round: one thread waits for a millisecond while another signals at about that time. Either the wait is
// satisfied, or the event is left signalled for the next wait. A round in which neither happened lost the signal.
#include <ace/Auto_Event.h>
#include <ace/OS_NS_sys_time.h>
#include <ace/Time_Value.h>

#include <chrono>
#include <cstdio>
#include <thread>

namespace {

bool wait_until(ACE_Auto_Event& event, std::chrono::microseconds from_now) {
  ACE_Time_Value until = ACE_OS::gettimeofday() + ACE_Time_Value(0, static_cast<suseconds_t>(from_now.count()));
  return event.wait(&until) == 0;
}

}  // namespace

int main() {
  constexpr int rounds = 5'000;
  int satisfied = 0;
  int left = 0;
  int lost = 0;
  for (int round = 0; round < rounds; ++round) {
    ACE_Auto_Event event;
    bool woken = false;
    const auto start = std::chrono::steady_clock::now();
    std::thread waiter([&] { woken = wait_until(event, std::chrono::microseconds(1'000)); });
    const auto at = start + std::chrono::microseconds(1'000 + round % 200);
    while (std::chrono::steady_clock::now() < at) {
    }
    event.signal();
    waiter.join();
    if (woken) {
      ++satisfied;
    } else if (wait_until(event, std::chrono::microseconds(0))) {
      ++left;
    } else {
      ++lost;
    }
  }
  std::printf("%d signals: %d satisfied the wait, %d were left for the next, %d were lost\n", rounds, satisfied, left,
              lost);
  return lost == 0 ? 0 : 1;
}

// Three threads that do with a few shared descriptors whatever is drawn for them: waits, timers, closes under waiters.
// What they see is theirs; that the engine stands it is the point.

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <thread>

#include "tests/programs/program.h"
#include "tests/programs/record.h"

namespace {

constexpr unsigned calls = 12;

class shared_descriptors {
 public:
  static constexpr unsigned slots = 6;

  shared_descriptors() {
    for (auto& d : open_) d = -1;
  }
  [[nodiscard]] int at(unsigned slot) const { return open_[slot]; }
  void put(unsigned slot, int d) {
    const int old = open_[slot].exchange(d);
    if (old >= 0) close(old);
  }

 private:
  std::array<std::atomic<int>, slots> open_;
};

class worker {
 public:
  worker(shared_descriptors& shared, std::uint64_t seed) : shared_(shared), state_(seed) {}

  void operator()() {
    for (unsigned i = 0; i < calls; ++i) one();
  }

 private:
  unsigned below(unsigned n) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<unsigned>(state_ >> 33) % n;
  }
  int some() { return shared_.at(below(shared_descriptors::slots)); }

  void make() {
    const unsigned slot = below(shared_descriptors::slots);
    const int flag = below(2) == 0 ? O_NONBLOCK : 0;
    int two[2] = {-1, -1};
    switch (below(5)) {
      case 0:
        return shared_.put(slot, eventfd(below(2), flag));
      case 1:
        return shared_.put(slot, epoll_create1(0));
      case 2: {
        const int timer = timerfd_create(CLOCK_MONOTONIC, flag);
        const itimerspec soon{.it_interval = {0, below(2)}, .it_value = {0, 1 + below(1000)}};
        timerfd_settime(timer, 0, &soon, nullptr);
        return shared_.put(slot, timer);
      }
      case 3:
        (void)!socketpair(AF_UNIX, SOCK_STREAM | flag, 0, two);
        break;
      default:
        (void)!pipe2(two, flag);
    }
    shared_.put(slot, two[0]);
    shared_.put((slot + 1) % shared_descriptors::slots, two[1]);
  }

  void one() {
    char bytes[5000] = {1};
    pollfd list[2] = {{some(), POLLIN, 0}, {some(), POLLOUT, 0}};
    epoll_event e{.events = EPOLLIN | (below(2) == 0 ? EPOLLET : EPOLLONESHOT), .data = {.u32 = 0}};
    const int timeout = below(3) == 0 ? -1 : static_cast<int>(below(3));
    switch (below(10)) {
      case 0:
      case 1:
      case 2:
        return make();
      case 3:
        return shared_.put(below(shared_descriptors::slots), -1);
      case 4:
        (void)!read(some(), bytes, sizeof bytes);
        return;
      case 5:
        (void)!write(some(), bytes, below(2) == 0 ? 8 : sizeof bytes);
        return;
      case 6:
        poll(list, 2, timeout);
        return;
      case 7:
        shutdown(some(), SHUT_WR);
        return;
      case 8:
        epoll_wait(some(), &e, 1, timeout);
        return;
      default:
        epoll_ctl(some(), below(4) == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_ADD, some(), &e);
    }
  }

  shared_descriptors& shared_;
  std::uint64_t state_;
};

}  // namespace

PROGRAM(threads_drawn) {
  signal(SIGPIPE, SIG_IGN);
  const std::uint64_t seed = static_cast<record*>(result)->seed;
  shared_descriptors shared;
  std::thread a(worker(shared, 3 * seed));
  std::thread b(worker(shared, 3 * seed + 1));
  worker(shared, 3 * seed + 2)();
  a.join();
  b.join();
}

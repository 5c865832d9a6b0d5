// Drawn sequences of calls on a few descriptors, none of which waits: run in control and not, each writes down the
// same.

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <csignal>

#include "tests/programs/facts.h"

namespace {

constexpr unsigned calls = 80;
constexpr unsigned slots = 10;

char buffer[1U << 14];

class drawn_calls {
 public:
  explicit drawn_calls(record& seen) : seen_(seen), state_(seen.seed) { open_.fill(-1); }

  void run() {
    for (unsigned i = 0; i < slots; ++i) make();
    for (unsigned i = 0; i < calls; ++i) one();
    for (const int d : open_)
      if (d >= 0) close(d);
  }

 private:
  unsigned below(unsigned n) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<unsigned>(state_ >> 33) % n;
  }

  void say(const char* what, unsigned slot, long value) {
    seen_.add("%s %u ", what, slot);
    seen_.call("gives", value);
  }

  // Into a slot, whose descriptor is closed first.
  void keep(unsigned slot, int d, std::size_t most = 9000) {
    if (open_[slot] >= 0) say("close", slot, close(open_[slot]));
    open_[slot] = d;
    most_[slot] = most;
  }

  void make() {
    const unsigned slot = below(slots);
    const unsigned other = (slot + 1) % slots;
    std::size_t most = 9000;
    int two[2];
    switch (below(6)) {
      case 0:
        return keep(slot, eventfd(below(2), EFD_NONBLOCK | (below(2) == 0 ? EFD_SEMAPHORE : 0)), 8);
      case 1:
        return keep(slot, epoll_create1(0));
      case 2:
        if (open_[other] < 0) return;
        seen_.add("dup %u %u\n", other, slot);
        return keep(slot, dup(open_[other]), most_[other]);
      case 3:
        // How much a socket holds is the system's affair.
        most = 100;
        (void)!socketpair(AF_UNIX, (below(2) == 0 ? SOCK_STREAM : SOCK_SEQPACKET) | SOCK_NONBLOCK, 0, two);
        break;
      default:
        (void)!pipe2(two, O_NONBLOCK);
    }
    keep(slot, two[0], most);
    keep(other, two[1], most);
  }

  void move(int d, unsigned slot) {
    static constexpr std::array<std::size_t, 8> sizes{1, 3, 8, 100, 4000, 4096, 5000, 9000};
    // Kernels differ in what they say of more than a number for an eventfd.
    const std::size_t size = std::min(sizes[below(sizes.size())], most_[slot]);
    std::fill_n(buffer, size, static_cast<char>(below(2)));
    if (below(2) == 0)
      say("write", slot, write(d, buffer, size));
    else
      say("read", slot, read(d, buffer, size));
  }

  void change(int set, unsigned slot) {
    static constexpr std::array<std::uint32_t, 4> manners{0, 0, EPOLLET, EPOLLONESHOT};
    static constexpr std::array<std::uint32_t, 5> wanted{EPOLLIN, EPOLLOUT, EPOLLIN | EPOLLOUT, EPOLLRDHUP,
                                                         EPOLLIN | EPOLLRDHUP};
    const unsigned target = below(slots);
    epoll_event e{.events = wanted[below(wanted.size())] | manners[below(manners.size())], .data = {.u32 = target}};
    const int operation = below(3) == 0 ? EPOLL_CTL_DEL : below(2) == 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    seen_.add("%d of %u, %x, ", operation, target, e.events);
    say("epoll_ctl", slot, epoll_ctl(set, operation, open_[target], &e));
  }

  void look(int set, unsigned slot) {
    epoll_event events[4];
    const int n = epoll_wait(set, events, static_cast<int>(below(4)) + 1, 0);
    say("epoll_wait", slot, n);
    for (int i = 0; i < n; ++i) seen_.add("  %u %x\n", events[i].data.u32, events[i].events);
  }

  void one() {
    const unsigned slot = below(slots);
    const int d = open_[slot];
    int n = 0;
    switch (below(12)) {
      case 0:
      case 1:
        return make();
      case 2:
      case 3:
      case 4:
        return move(d, slot);
      case 5:
      case 6:
        return change(d, slot);
      case 7:
      case 8:
        return look(d, slot);
      case 9:
        if (below(3) == 0) return keep(slot, -1);
        return say("shutdown", slot, shutdown(d, static_cast<int>(below(3))));
      case 10:
        // Kernels differ in the errors of what has no such number.
        return say("FIONREAD", slot, ioctl(d, FIONREAD, &n) == 0 ? n : 0);
      default:
        return say("poll", slot, facts::ready(d, POLLIN | POLLOUT | POLLRDHUP));
    }
  }

  record& seen_;
  std::uint64_t state_;
  std::array<int, slots> open_;
  std::array<std::size_t, slots> most_{};  ///< bytes to move at once
};

}  // namespace

PROGRAM(facts_drawn) {
  signal(SIGPIPE, SIG_IGN);
  drawn_calls(*static_cast<record*>(result)).run();
}

// Two threads and descriptors: who waits, who is woken, and what comes first.

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

#include "tests/programs/program.h"

namespace {

class pipe_pair {
 public:
  pipe_pair() { assert(pipe(ends_) == 0); }
  ~pipe_pair() {
    close_reader();
    close_writer();
  }
  pipe_pair(const pipe_pair&) = delete;
  pipe_pair& operator=(const pipe_pair&) = delete;

  [[nodiscard]] int reader() const { return ends_[0]; }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_reader() { close_end(0); }
  void close_writer() { close_end(1); }

 private:
  void close_end(int i) {
    if (ends_[i] >= 0) close(ends_[i]);
    ends_[i] = -1;
  }

  int ends_[2]{};
};

timespec now() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t;
}

int timer_in(long milliseconds, long interval = 0) {
  const auto span = [](long ms) { return timespec{.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1'000'000}; };
  const int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  const itimerspec value{.it_interval = span(interval), .it_value = span(milliseconds)};
  assert(timerfd_settime(timer, 0, &value, nullptr) == 0);
  return timer;
}

epoll_event wanted(int d, std::uint32_t events) { return {.events = events, .data = {.fd = d}}; }

}  // namespace

PROGRAM(counted_eventfd) {
  const int e = eventfd(0, 0);
  std::thread t([e] {
    eventfd_t value = 0;
    assert(eventfd_read(e, &value) == 0 && value == 1);
  });
  assert(eventfd_write(e, 1) == 0);
  t.join();
}

// Who comes first takes it all, or each takes one.
PROGRAM(eventfd_semaphore) {
  const int e = eventfd(0, EFD_SEMAPHORE);
  const auto take = [e] {
    eventfd_t value = 0;
    assert(eventfd_read(e, &value) == 0 && value == 1);
  };
  std::thread a(take);
  std::thread b(take);
  assert(eventfd_write(e, 2) == 0);
  a.join();
  b.join();
  close(e);
}

PROGRAM(wrong_eventfd_no_semaphore) {
  const int e = eventfd(0, 0);
  const auto take = [e] {
    eventfd_t value = 0;
    eventfd_read(e, &value);
  };
  std::thread a(take);
  std::thread b(take);
  eventfd_write(e, 2);
  a.join();
  b.join();
}

PROGRAM(eventfd_overflow_waits) {
  const int e = eventfd(0, 0);
  assert(eventfd_write(e, ~std::uint64_t{0} - 1) == 0);
  std::atomic<bool> read_first{false};
  std::thread t([&] {
    eventfd_t value = 0;
    read_first = true;
    assert(eventfd_read(e, &value) == 0);
  });
  assert(eventfd_write(e, 1) == 0);  // there is no room until the other has read
  assert(read_first);
  t.join();
  close(e);
}

// More than fits, in one write.
PROGRAM(pipe_fills) {
  static char sent[70'000];
  static char got[70'000];
  for (std::size_t i = 0; i < sizeof sent; ++i) sent[i] = static_cast<char>(i % 251);
  pipe_pair p;
  std::thread t([&] {
    std::size_t size = 0;
    for (ssize_t n = 1; n > 0; size += static_cast<std::size_t>(n)) n = read(p.reader(), got + size, sizeof got - size);
    assert(size == sizeof got);
  });
  assert(write(p.writer(), sent, sizeof sent) == sizeof sent);
  p.close_writer();
  t.join();
  assert(std::memcmp(sent, got, sizeof got) == 0);
}

// What is at most a page is not torn apart.
PROGRAM(pipe_writes_are_whole) {
  pipe_pair p;
  const auto send = [&](char c) {
    char text[100];
    std::memset(text, c, sizeof text);
    assert(write(p.writer(), text, sizeof text) == sizeof text);
  };
  std::thread a([&] { send('a'); });
  std::thread b([&] { send('b'); });
  char text[200];
  for (std::size_t size = 0; size < sizeof text;)
    size += static_cast<std::size_t>(read(p.reader(), text + size, sizeof text - size));
  for (std::size_t i = 0; i < 100; ++i) assert(text[i] == text[0] && text[100 + i] == text[199]);
  assert(text[0] != text[199]);
  a.join();
  b.join();
  report(result, text[0]);
}

// A read that has begun keeps its pipe; one that comes after the close has none.
PROGRAM(closed_under_a_reader) {
  pipe_pair p;
  const int reader = p.reader();
  long got = 0;
  std::thread t([&] {
    char byte = 0;
    got = read(reader, &byte, 1);
    if (got < 0) got = -errno;
  });
  p.close_reader();
  signal(SIGPIPE, SIG_IGN);
  const ssize_t n = write(p.writer(), "x", 1);
  p.close_writer();
  t.join();
  assert((got == 1 && n == 1) || (got == -EBADF && n == -1));
  report(result, got);
}

// The number of a closed descriptor is another's: what is written for the first comes out of the second.
PROGRAM(wrong_reused_descriptor) {
  int first[2];
  int second[2];
  assert(pipe(first) == 0);
  signal(SIGPIPE, SIG_IGN);
  std::thread t([&] { (void)!write(first[1], "secret", 6); });
  close(first[1]);
  assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, second) == 0);
  t.join();
  char text[8];
  assert(recv(second[0], text, sizeof text, 0) == -1 && recv(second[1], text, sizeof text, 0) == -1);
}

// Edge-triggered, and only a part is read: no edge comes for the rest.
PROGRAM(wrong_edge_partial_read) {
  pipe_pair p;
  const int set = epoll_create1(0);
  epoll_event e = wanted(p.reader(), EPOLLIN | EPOLLET);
  epoll_ctl(set, EPOLL_CTL_ADD, p.reader(), &e);
  std::thread t([&] {
    for (int left = 2; left > 0; --left) {
      epoll_event seen{};
      epoll_wait(set, &seen, 1, -1);
      char byte = 0;
      (void)!read(p.reader(), &byte, 1);
    }
  });
  (void)!write(p.writer(), "x", 1);
  (void)!write(p.writer(), "y", 1);
  t.join();
}

// An expiration, and a wakeup that may come before it.
PROGRAM(timer_or_wakeup) {
  const int set = epoll_create1(0);
  const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  const int wakeup = eventfd(0, EFD_NONBLOCK);
  epoll_event e = wanted(timer, EPOLLIN);
  assert(epoll_ctl(set, EPOLL_CTL_ADD, timer, &e) == 0);
  e = wanted(wakeup, EPOLLIN);
  assert(epoll_ctl(set, EPOLL_CTL_ADD, wakeup, &e) == 0);
  std::thread t([&] {
    const itimerspec soon{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_nsec = 5'000'000}};
    assert(timerfd_settime(timer, 0, &soon, nullptr) == 0);
    assert(eventfd_write(wakeup, 1) == 0);
  });
  epoll_event seen{};
  assert(epoll_wait(set, &seen, 1, -1) == 1);
  report(result, seen.data.fd == timer ? 1 : 2);
  t.join();
  close(timer);
  close(wakeup);
  close(set);
}

// It may expire before it is set anew, or after.
PROGRAM(timer_set_again) {
  const timespec began = now();
  const int timer = timer_in(1'000'000);
  std::thread t([timer] {
    std::uint64_t count = 0;
    assert(read(timer, &count, sizeof count) == sizeof count && count == 1);
  });
  const itimerspec soon{.it_interval = {}, .it_value = {.tv_sec = 1, .tv_nsec = 0}};
  assert(timerfd_settime(timer, 0, &soon, nullptr) == 0);
  t.join();
  report(result, now().tv_sec - began.tv_sec < 1'000 ? 1 : 0);
  close(timer);
}

// The set in the set.
PROGRAM(timer_deep_inside) {
  const int timer = timer_in(1);
  const int inner = epoll_create1(0);
  const int outer = epoll_create1(0);
  epoll_event e = wanted(timer, EPOLLIN | EPOLLET);
  assert(epoll_ctl(inner, EPOLL_CTL_ADD, timer, &e) == 0);
  e = wanted(inner, EPOLLIN);
  assert(epoll_ctl(outer, EPOLL_CTL_ADD, inner, &e) == 0);
  pollfd p{.fd = outer, .events = POLLIN, .revents = 0};
  assert(poll(&p, 1, -1) == 1);
  assert(epoll_wait(outer, &e, 1, 0) == 1 && e.data.fd == inner);
  assert(epoll_wait(inner, &e, 1, 0) == 1 && e.data.fd == timer);
  assert(epoll_wait(outer, &e, 1, 0) == 0);
  for (const int d : {timer, inner, outer}) close(d);
}

PROGRAM(timer_disarmed) {
  const int timer = timer_in(5'000);
  std::thread t([&] {
    pollfd p{.fd = timer, .events = POLLIN, .revents = 0};
    report(result, poll(&p, 1, 10'000));
  });
  const itimerspec never{};
  assert(timerfd_settime(timer, 0, &never, nullptr) == 0);
  t.join();
  close(timer);
}

// Each takes an expiration of its own.
PROGRAM(timer_shared) {
  const int timer = timer_in(1, 1);
  std::atomic<std::uint64_t> sum{0};
  const auto take = [&] {
    std::uint64_t count = 0;
    assert(read(timer, &count, sizeof count) == sizeof count && count >= 1);
    sum += count;
  };
  std::thread a(take);
  std::thread b(take);
  a.join();
  b.join();
  assert(sum >= 2);
  close(timer);
}

PROGRAM(wrong_timer_disarmed) {
  const int timer = timer_in(5'000);
  std::thread t([timer] {
    std::uint64_t count = 0;
    (void)!read(timer, &count, sizeof count);
  });
  const itimerspec never{};
  timerfd_settime(timer, 0, &never, nullptr);
  t.join();
}

PROGRAM(poll_timeout) {
  pipe_pair p;
  std::thread t([&] { assert(write(p.writer(), "x", 1) == 1); });
  pollfd list[2] = {{p.reader(), POLLIN, 0}, {p.writer(), POLLERR, 0}};
  const int ready = poll(list, 2, 10);
  assert(ready == 0 || (ready == 1 && list[0].revents == POLLIN));
  report(result, ready);
  t.join();
}

PROGRAM(select_between_two) {
  pipe_pair a;
  pipe_pair b;
  std::thread t([&] { assert(write(a.writer(), "x", 1) == 1); });
  std::thread u([&] { assert(write(b.writer(), "y", 1) == 1); });
  fd_set in;
  FD_ZERO(&in);
  FD_SET(a.reader(), &in);
  FD_SET(b.reader(), &in);
  const int ready = select(b.writer() + 1, &in, nullptr, nullptr, nullptr);
  assert(ready >= 1);
  report(result, FD_ISSET(a.reader(), &in) + 2 * FD_ISSET(b.reader(), &in));
  t.join();
  u.join();
}

PROGRAM(socket_ping_pong) {
  int s[2];
  assert(socketpair(AF_UNIX, SOCK_STREAM, 0, s) == 0);
  std::thread t([&] {
    char text[4];
    while (recv(s[1], text, sizeof text, MSG_WAITALL) == 4) assert(send(s[1], text, sizeof text, 0) == 4);
    close(s[1]);
  });
  char text[4];
  for (int i = 0; i < 2; ++i) {
    assert(send(s[0], "ping", 4, 0) == 4);
    assert(recv(s[0], text, sizeof text, MSG_WAITALL) == 4 && std::memcmp(text, "ping", 4) == 0);
  }
  assert(shutdown(s[0], SHUT_WR) == 0);
  assert(recv(s[0], text, sizeof text, 0) == 0);
  t.join();
  close(s[0]);
}

PROGRAM(wait_interrupted) {
  const int e = eventfd(0, 0);
  std::thread t([&] { assert(eventfd_write(e, 1) == 0); });
  pollfd p{.fd = e, .events = POLLIN, .revents = 0};
  long interruptions = 0;
  while (poll(&p, 1, -1) < 0) {
    assert(errno == EINTR);
    ++interruptions;
  }
  t.join();
  close(e);
  report(result, interruptions);
}

PROGRAM(wrong_broken_pipe) {
  signal(SIGPIPE, SIG_DFL);
  pipe_pair p;
  std::thread t([&] { p.close_reader(); });
  (void)!write(p.writer(), "x", 1);
  t.join();
}

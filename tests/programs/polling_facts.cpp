// What Linux does with epoll, poll, select and timers, in one thread: run in control and not, each writes down the
// same.

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>

#include "tests/programs/facts.h"

using facts::ready;
using facts::value_of;

namespace {

char buffer[4096];

/// The events of what a set reports, in order, with what they are about.
void say_events(record& seen, const char* what, int set, int most = 8) {
  epoll_event events[8];
  const int n = epoll_wait(set, events, most, 0);
  seen.add("%s:", what);
  for (int i = 0; i < n; ++i) seen.add(" %u=%x", events[i].data.u32, events[i].events);
  seen.add(n < 0 ? " errno %d\n" : "\n", errno);
}

int change(int set, int operation, int d, std::uint32_t events, std::uint32_t name) {
  epoll_event e{.events = events, .data = {.u32 = name}};
  return epoll_ctl(set, operation, d, &e);
}

int add(int set, int d, std::uint32_t events, std::uint32_t name) {
  return change(set, EPOLL_CTL_ADD, d, events, name);
}

}  // namespace

PROGRAM(facts_epoll) {
  record& seen = *static_cast<record*>(result);
  int p[2];
  SAY(pipe2(p, O_NONBLOCK));
  const int e = eventfd(0, EFD_NONBLOCK);
  const int set = epoll_create1(EPOLL_CLOEXEC);
  SAY(add(set, e, EPOLLIN, 1));
  SAY(add(set, e, EPOLLIN, 1));
  SAY(add(set, set, EPOLLIN, 1));
  SAY(add(e, p[0], EPOLLIN, 1));
  SAY(change(set, EPOLL_CTL_MOD, p[0], EPOLLIN, 2));
  SAY(change(set, EPOLL_CTL_DEL, p[0], EPOLLIN, 2));
  SAY(change(set, 99, p[0], EPOLLIN, 2));
  SAY(add(set, p[0], EPOLLIN, 2));
  SAY(add(set, p[1], EPOLLOUT, 3));
  SAY(add(-1, p[1], EPOLLOUT, 3));
  SAY(add(set, -1, EPOLLOUT, 3));
  SAY(add(set, 1000, EPOLLOUT, 3));
  SAY(epoll_wait(set, nullptr, 0, 0));
  const int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  SAY(add(set, file, EPOLLIN, 9));
  const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  SAY(add(set, nothing, EPOLLIN, 9));
  for (const int d : {file, nothing}) {
    SAY(ready(d, POLLIN | POLLOUT | POLLPRI | POLLRDHUP));
    SAY(ready(d, 0));
    SAY(close(d));
  }
  say_events(seen, "writable", set);
  SAY(eventfd_write(e, 1));
  SAY(write(p[1], "x", 1));
  say_events(seen, "all", set);
  say_events(seen, "level", set);
  say_events(seen, "first one", set, 1);
  say_events(seen, "then the next", set, 1);
  say_events(seen, "then the third", set, 1);
  SAY(ready(set, POLLIN | POLLOUT));
  SAY(value_of(e));
  say_events(seen, "read", set);
  SAY(change(set, EPOLL_CTL_DEL, p[1], 0, 0));
  say_events(seen, "without the writer", set);
  // Edges.
  SAY(change(set, EPOLL_CTL_MOD, e, EPOLLIN | EPOLLOUT | EPOLLET, 1));
  say_events(seen, "edge of the change", set);
  say_events(seen, "no edge", set);
  SAY(eventfd_write(e, 1));
  say_events(seen, "edge of a write", set);
  say_events(seen, "no edge", set);
  SAY(eventfd_write(e, 1));
  say_events(seen, "another write", set);
  SAY(value_of(e));
  say_events(seen, "edge of a read", set);
  SAY(eventfd_write(e, 1));
  SAY(value_of(e));
  say_events(seen, "come and gone", set);
  SAY(change(set, EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLET, 2));
  say_events(seen, "pipe, changed", set);
  SAY(write(p[1], "yz", 2));
  say_events(seen, "pipe, written to", set);
  SAY(read(p[0], buffer, 1));
  say_events(seen, "pipe, read in part", set);
  SAY(write(p[1], "w", 1));
  say_events(seen, "pipe, written to again", set);
  // One shot.
  SAY(change(set, EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT, 2));
  say_events(seen, "one shot", set);
  say_events(seen, "shot", set);
  SAY(write(p[1], "w", 1));
  say_events(seen, "still shot", set);
  SAY(change(set, EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT, 2));
  say_events(seen, "loaded again", set);
  SAY(change(set, EPOLL_CTL_MOD, p[0], EPOLLIN, 2));
  // Sets in sets.
  const int outer = epoll_create1(0);
  SAY(add(outer, set, EPOLLIN, 7));
  say_events(seen, "outer", outer);
  SAY(add(set, outer, EPOLLIN, 8));
  while (read(p[0], buffer, sizeof buffer) > 0) {
  }
  say_events(seen, "outer, nothing inside", outer);
  SAY(change(outer, EPOLL_CTL_MOD, set, EPOLLIN | EPOLLET, 7));
  SAY(write(p[1], "w", 1));
  say_events(seen, "outer, edge", outer);
  say_events(seen, "outer, no edge", outer);
  SAY(write(p[1], "w", 1));
  say_events(seen, "outer, edge again", outer);
  // Closing.
  SAY(close(p[1]));
  say_events(seen, "hang-up", set);
  SAY(read(p[0], buffer, 100));
  say_events(seen, "hang-up alone", set);
  const int kept = dup(p[0]);
  SAY(close(p[0]));
  say_events(seen, "closed, but for a duplicate", set);
  SAY(change(set, EPOLL_CTL_DEL, p[0], 0, 0));
  SAY(change(set, EPOLL_CTL_DEL, kept, 0, 0));
  SAY(close(kept));
  say_events(seen, "closed", set);
  SAY(pipe2(p, O_NONBLOCK));
  SAY(add(set, p[1], EPOLLOUT | EPOLLET, 3));
  say_events(seen, "writer", set);
  while (write(p[1], buffer, 4096) > 0) {
  }
  say_events(seen, "full", set);
  SAY(read(p[0], buffer, 100));
  say_events(seen, "room, no page", set);
  SAY(read(p[0], buffer, 4096));
  say_events(seen, "a page", set);
  SAY(close(p[0]));
  say_events(seen, "no reader", set);
  SAY(close(p[1]));
  SAY(epoll_create(0));
  SAY(close(outer));
  SAY(close(set));
  SAY(close(e));
}

PROGRAM(facts_poll_and_select) {
  record& seen = *static_cast<record*>(result);
  int p[2];
  SAY(pipe2(p, O_NONBLOCK));
  const int e = eventfd(1, EFD_NONBLOCK);
  pollfd list[4] = {{p[0], POLLIN, 7}, {-1, POLLIN, 7}, {e, POLLIN | POLLRDNORM, 7}, {p[1], POLLOUT | POLLWRNORM, 7}};
  SAY(poll(list, 4, -1));
  for (const pollfd& each : list) SAY(each.revents);
  SAY(poll(list, 1, 0));
  SAY(poll(list, 1, 1));
  SAY(poll(nullptr, 0, 1));
  const timespec little{.tv_sec = 0, .tv_nsec = 1000};
  const timespec wrong{.tv_sec = 0, .tv_nsec = 1'000'000'000};
  SAY(ppoll(list, 1, &little, nullptr));
  SAY(ppoll(list, 1, &wrong, nullptr));
  fd_set in;
  fd_set out;
  FD_ZERO(&in);
  FD_ZERO(&out);
  FD_SET(p[0], &in);
  FD_SET(e, &in);
  FD_SET(p[1], &out);
  const int most = std::max({p[0], p[1], e}) + 1;
  SAY(select(most, &in, &out, nullptr, nullptr));
  SAY(FD_ISSET(p[0], &in) + 2 * FD_ISSET(e, &in) + 4 * FD_ISSET(p[1], &out));
  FD_CLR(e, &in);
  FD_SET(p[0], &in);
  timeval span{.tv_sec = 0, .tv_usec = 1000};
  SAY(select(most, &in, nullptr, nullptr, &span));
  SAY(span.tv_sec + span.tv_usec);
  SAY(FD_ISSET(p[0], &in));
  SAY(pselect(0, nullptr, nullptr, nullptr, &little, nullptr));
  SAY(close(p[1]));
  FD_SET(p[0], &in);
  SAY(select(most, &in, nullptr, nullptr, nullptr));
  SAY(close(p[0]));
  SAY(select(most, &in, nullptr, nullptr, nullptr));
  SAY(select(-1, nullptr, nullptr, nullptr, nullptr));
  list[0].fd = p[0];
  list[1].fd = 1000;
  list[3].fd = -7;
  SAY(poll(list, 4, -1));
  for (const pollfd& each : list) SAY(each.revents);
  SAY(close(e));
}

PROGRAM(facts_timer) {
  record& seen = *static_cast<record*>(result);
  const int t = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  SAY(fcntl(t, F_GETFL) & (O_ACCMODE | O_NONBLOCK));
  SAY(value_of(t));
  SAY(ready(t, POLLIN | POLLOUT));
  itimerspec value{.it_interval = {0, 0}, .it_value = {1000, 0}};
  itimerspec before{};
  SAY(timerfd_settime(t, 0, &value, nullptr));
  SAY(timerfd_gettime(t, &before));
  SAY(before.it_value.tv_sec == 999 || before.it_value.tv_sec == 1000);
  SAY(value_of(t));
  value.it_value = {0, 1'000'000};
  SAY(timerfd_settime(t, 0, &value, &before));
  SAY(before.it_interval.tv_sec);
  pollfd p{.fd = t, .events = POLLIN, .revents = 0};
  SAY(poll(&p, 1, -1));
  SAY(p.revents);
  SAY(timerfd_gettime(t, &before));
  SAY(before.it_value.tv_sec + before.it_value.tv_nsec);
  SAY(value_of(t));
  SAY(value_of(t));
  SAY(ready(t, POLLIN));
  SAY(write(t, buffer, 8));
  SAY(read(t, buffer, 4));
  // In the past, and again and again.
  value = {.it_interval = {1000, 0}, .it_value = {0, 1}};
  SAY(timerfd_settime(t, TFD_TIMER_ABSTIME, &value, nullptr));
  SAY(poll(&p, 1, -1));
  SAY(value_of(t) >= 1);
  SAY(value_of(t));
  SAY(timerfd_gettime(t, &before));
  SAY(before.it_interval.tv_sec);
  SAY(before.it_value.tv_sec <= 1000 && before.it_value.tv_sec + before.it_value.tv_nsec > 0);
  // Armed anew, what was not read is forgotten.
  value = {.it_interval = {0, 0}, .it_value = {0, 1}};
  SAY(timerfd_settime(t, 0, &value, nullptr));
  SAY(poll(&p, 1, -1));
  value.it_value = {1000, 0};
  SAY(timerfd_settime(t, 0, &value, nullptr));
  SAY(ready(t, POLLIN));
  value.it_value = {0, 1'000'000'000};
  SAY(timerfd_settime(t, 0, &value, nullptr));
  value.it_value = {0, 0};
  SAY(timerfd_settime(t, 0, &value, nullptr));
  SAY(ready(t, POLLIN));
  // In a set.
  const int set = epoll_create1(0);
  SAY(add(set, t, EPOLLIN | EPOLLET, 1));
  value.it_value = {0, 1'000'000};
  SAY(timerfd_settime(t, 0, &value, nullptr));
  epoll_event event{};
  SAY(epoll_wait(set, &event, 1, -1));
  SAY(event.events);
  say_events(seen, "no edge", set);
  SAY(value_of(t));
  SAY(timerfd_settime(t, 0, &value, nullptr));
  SAY(epoll_wait(set, &event, 1, 1000));
  SAY(timerfd_create(99, 0));
  SAY(timerfd_create(CLOCK_REALTIME, 1 << 30));
  SAY(timerfd_settime(set, 0, &value, nullptr));
  SAY(close(set));
  SAY(close(t));
  SAY(timerfd_gettime(t, &before));
}

// poll, select and epoll, of descriptors that the engine simulates. The signal masks of ppoll and its kin are ignored:
// an execution has no signals but those that a thread sends itself.

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include <array>
#include <cstdlib>
#include <string>

#include "src/engine/poll.h"
#include "src/engine/sync.h"
#include "src/intercept/next.h"
#include "src/intercept/simulated.h"

extern "C" int __poll_chk(pollfd* list, nfds_t count, int milliseconds, std::size_t capacity);
extern "C" int __ppoll_chk(pollfd* list, nfds_t count, const timespec* span, const sigset_t* mask,
                           std::size_t capacity);

namespace {

using namespace selvage::engine;
using selvage::intercept::simulate;
using selvage::intercept::with_errno;

std::int64_t deadline_of(const timespec* span) noexcept {
  if (span == nullptr) return no_deadline;
  return span->tv_sec == 0 && span->tv_nsec == 0 ? io::at_once : sync::deadline_after(*span);
}

std::int64_t deadline_of(int milliseconds) noexcept {
  if (milliseconds < 0) return no_deadline;
  const timespec span{.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1'000'000L};
  return deadline_of(&span);
}

bool valid(const timespec* t) noexcept {
  return t == nullptr || (t->tv_sec >= 0 && t->tv_nsec >= 0 && t->tv_nsec < 1'000'000'000);
}

[[gnu::always_inline]] inline int simulated_poll(pollfd* list, nfds_t count, std::int64_t deadline,
                                                 const char* function) {
  return simulate([&] { return io::poll(list, count, deadline, function); });
}

[[gnu::always_inline]] inline int simulated_wait(int set, epoll_event* events, int most, std::int64_t deadline) {
  return simulate([&] { return io::epoll_wait(set, events, most, deadline); });
}

/// The descriptors of select's sets as poll has them.
class selection {
 public:
  selection(int count, fd_set* reading, fd_set* writing, fd_set* urgent) noexcept : sets_{reading, writing, urgent} {
    for (int d = 0; d < count; ++d) {
      short events = 0;
      for (std::size_t i = 0; i < sets_.size(); ++i)
        if (sets_[i] != nullptr && FD_ISSET(d, sets_[i])) events = static_cast<short>(events | wanted[i]);
      if (events != 0) list_[size_++] = {.fd = d, .events = events, .revents = 0};
    }
  }

  [[nodiscard]] pollfd* list() noexcept { return list_.data(); }
  [[nodiscard]] nfds_t size() const noexcept { return size_; }

  /// What select returns, with the sets filled in; -EBADF when a descriptor is none.
  int fill_in() noexcept {
    for (nfds_t i = 0; i < size_; ++i)
      if ((list_[i].revents & POLLNVAL) != 0) return -EBADF;
    int count = 0;
    for (nfds_t i = 0; i < size_; ++i)
      for (std::size_t s = 0; s < sets_.size(); ++s) {
        if (sets_[s] == nullptr || !FD_ISSET(list_[i].fd, sets_[s])) continue;
        if ((list_[i].revents & ready[s]) != 0)
          ++count;
        else
          FD_CLR(list_[i].fd, sets_[s]);
      }
    return count;
  }

 private:
  // As Linux has it (fs/select.c).
  static constexpr std::array<short, 3> wanted{POLLIN | POLLRDNORM | POLLRDBAND, POLLOUT | POLLWRNORM | POLLWRBAND,
                                               POLLPRI};
  static constexpr std::array<short, 3> ready{POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR,
                                              POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR, POLLPRI};

  std::array<fd_set*, 3> sets_;
  std::array<pollfd, FD_SETSIZE> list_;
  nfds_t size_{};
};

[[gnu::always_inline]] inline int simulated_select(int count, fd_set* reading, fd_set* writing, fd_set* urgent,
                                                   const timespec* span) {
  if (count < 0 || count > FD_SETSIZE || !valid(span)) return with_errno(-EINVAL);
  return simulate([&] {
    selection s(count, reading, writing, urgent);
    const int failed = io::poll(s.list(), s.size(), deadline_of(span), "select");
    return failed < 0 ? failed : s.fill_in();
  });
}

}  // namespace

// ---- poll

SELVAGE_INTERCEPT int poll(pollfd* list, nfds_t count, int milliseconds) {
  if (!rt.in_control()) return SELVAGE_NEXT(poll)(list, count, milliseconds);
  return simulated_poll(list, count, deadline_of(milliseconds), "poll");
}

SELVAGE_INTERCEPT int __poll_chk(pollfd* list, nfds_t count, int milliseconds, std::size_t capacity) {
  if (!rt.in_control() || capacity / sizeof(pollfd) < count)
    return SELVAGE_NEXT(__poll_chk)(list, count, milliseconds, capacity);
  return simulated_poll(list, count, deadline_of(milliseconds), "poll");
}

SELVAGE_INTERCEPT int ppoll(pollfd* list, nfds_t count, const timespec* span, const sigset_t* mask) {
  if (!rt.in_control()) return SELVAGE_NEXT(ppoll)(list, count, span, mask);
  return valid(span) ? simulated_poll(list, count, deadline_of(span), "ppoll") : with_errno(-EINVAL);
}

SELVAGE_INTERCEPT int __ppoll_chk(pollfd* list, nfds_t count, const timespec* span, const sigset_t* mask,
                                  std::size_t capacity) {
  if (!rt.in_control() || capacity / sizeof(pollfd) < count)
    return SELVAGE_NEXT(__ppoll_chk)(list, count, span, mask, capacity);
  return ppoll(list, count, span, mask);
}

// ---- select

SELVAGE_INTERCEPT int select(int count, fd_set* reading, fd_set* writing, fd_set* urgent, timeval* span) {
  if (!rt.in_control()) return SELVAGE_NEXT(select)(count, reading, writing, urgent, span);
  if (span == nullptr) return simulated_select(count, reading, writing, urgent, nullptr);
  const timespec given{.tv_sec = span->tv_sec, .tv_nsec = span->tv_usec * 1000};
  const std::int64_t deadline = sync::deadline_after(given);
  const int result = simulated_select(count, reading, writing, urgent, &given);
  // Linux says how much time is left.
  const std::int64_t left = deadline > rt.now() ? (deadline - rt.now()) / 1000 : 0;
  *span = {.tv_sec = left / 1'000'000, .tv_usec = left % 1'000'000};
  return result;
}

SELVAGE_INTERCEPT int pselect(int count, fd_set* reading, fd_set* writing, fd_set* urgent, const timespec* span,
                              const sigset_t* mask) {
  if (!rt.in_control()) return SELVAGE_NEXT(pselect)(count, reading, writing, urgent, span, mask);
  return simulated_select(count, reading, writing, urgent, span);
}

// ---- epoll

SELVAGE_INTERCEPT int epoll_create1(int flags) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(epoll_create1)(flags);
  return simulate([&] { return io::make_epoll(flags); });
}

SELVAGE_INTERCEPT int epoll_create(int size) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(epoll_create)(size);
  return size > 0 ? epoll_create1(0) : with_errno(-EINVAL);
}

SELVAGE_INTERCEPT int epoll_ctl(int set, int operation, int d, epoll_event* event) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(epoll_ctl)(set, operation, d, event);
  if (event == nullptr && operation != EPOLL_CTL_DEL) return with_errno(-EFAULT);
  return simulate([&] { return io::epoll_control(set, operation, d, event); });
}

SELVAGE_INTERCEPT int epoll_wait(int set, epoll_event* events, int most, int milliseconds) {
  if (!rt.in_control()) return SELVAGE_NEXT(epoll_wait)(set, events, most, milliseconds);
  return simulated_wait(set, events, most, deadline_of(milliseconds));
}

SELVAGE_INTERCEPT int epoll_pwait(int set, epoll_event* events, int most, int milliseconds, const sigset_t* mask) {
  if (!rt.in_control()) return SELVAGE_NEXT(epoll_pwait)(set, events, most, milliseconds, mask);
  return simulated_wait(set, events, most, deadline_of(milliseconds));
}

SELVAGE_INTERCEPT int epoll_pwait2(int set, epoll_event* events, int most, const timespec* span, const sigset_t* mask) {
  if (!rt.in_control()) return SELVAGE_NEXT(epoll_pwait2)(set, events, most, span, mask);
  return valid(span) ? simulated_wait(set, events, most, deadline_of(span)) : with_errno(-EINVAL);
}

#include "src/intercept/system_calls.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstddef>

namespace selvage::intercept {
namespace {

// An argument of a system call as the type that the function wants.
class argument {
 public:
  explicit argument(long value) noexcept : value_(value) {}
  operator int() const noexcept { return static_cast<int>(value_); }
  operator unsigned() const noexcept { return static_cast<unsigned>(value_); }
  operator unsigned long() const noexcept { return static_cast<unsigned long>(value_); }
  template <class T>
  operator T*() const noexcept {
    return reinterpret_cast<T*>(value_);
  }

 private:
  long value_;
};

}  // namespace

// The names are those of our own functions.
std::optional<long> descriptor_call(long number, const long (&a)[6]) {
  const argument a0(a[0]);
  const argument a1(a[1]);
  const argument a2(a[2]);
  const argument a3(a[3]);
  const argument a4(a[4]);
  switch (number) {
    case SYS_read:
      return ::read(a0, a1, a2);
    case SYS_write:
      return ::write(a0, a1, a2);
    case SYS_readv:
      return ::readv(a0, a1, a2);
    case SYS_writev:
      return ::writev(a0, a1, a2);
    case SYS_close:
      return ::close(a0);
    case SYS_dup:
      return ::dup(a0);
    case SYS_dup2:
      return ::dup2(a0, a1);
    case SYS_dup3:
      return ::dup3(a0, a1, a2);
    case SYS_fcntl:
      return ::fcntl(a0, a1, a[2]);
    case SYS_ioctl:
      return ::ioctl(a0, a1, a[2]);
    case SYS_pipe:
      return ::pipe(a0);
    case SYS_pipe2:
      return ::pipe2(a0, a1);
    case SYS_eventfd:
      return ::eventfd(a0, 0);
    case SYS_eventfd2:
      return ::eventfd(a0, a1);
    case SYS_poll:
      return ::poll(a0, a1, a2);
    case SYS_ppoll:
      return ::ppoll(a0, a1, a2, a3);
    case SYS_select:
      return ::select(a0, a1, a2, a3, a4);
    case SYS_pselect6:
      return ::pselect(a0, a1, a2, a3, a4, nullptr);
    case SYS_epoll_create:
      return ::epoll_create(a0);
    case SYS_epoll_create1:
      return ::epoll_create1(a0);
    case SYS_epoll_ctl:
      return ::epoll_ctl(a0, a1, a2, a3);
    case SYS_epoll_wait:
      return ::epoll_wait(a0, a1, a2, a3);
    case SYS_epoll_pwait:
      return ::epoll_pwait(a0, a1, a2, a3, nullptr);
    case SYS_epoll_pwait2:
      return ::epoll_pwait2(a0, a1, a2, a3, nullptr);
    case SYS_timerfd_create:
      return ::timerfd_create(a0, a1);
    case SYS_timerfd_settime:
      return ::timerfd_settime(a0, a1, a2, a3);
    case SYS_timerfd_gettime:
      return ::timerfd_gettime(a0, a1);
    case SYS_socketpair:
      return ::socketpair(a0, a1, a2, a3);
    case SYS_sendto:
      return ::sendto(a0, a1, a2, a3, static_cast<const sockaddr*>(a4), static_cast<socklen_t>(a[5]));
    case SYS_recvfrom:
      return ::recvfrom(a0, a1, a2, a3, static_cast<sockaddr*>(a4), reinterpret_cast<socklen_t*>(a[5]));
    case SYS_shutdown:
      return ::shutdown(a0, a1);
    default:
      return std::nullopt;
  }
}

}  // namespace selvage::intercept

// Calls on sockets: what would block is refused.

#include <poll.h>
#include <sys/socket.h>

#include "src/intercept/next.h"
#include "src/intercept/real_descriptor.h"

extern "C" ssize_t __recv_chk(int d, void* to, std::size_t size, std::size_t capacity, int flags);
extern "C" ssize_t __recvfrom_chk(int d, void* to, std::size_t size, std::size_t capacity, int flags, sockaddr* from,
                                  socklen_t* length);

using selvage::intercept::must_not_block;

SELVAGE_INTERCEPT ssize_t send(int d, const void* from, std::size_t size, int flags) {
  if ((flags & MSG_DONTWAIT) == 0) must_not_block(d, POLLOUT, "send");
  return SELVAGE_NEXT(send)(d, from, size, flags);
}

SELVAGE_INTERCEPT ssize_t recv(int d, void* to, std::size_t size, int flags) {
  if ((flags & MSG_DONTWAIT) == 0) must_not_block(d, POLLIN, "recv");
  return SELVAGE_NEXT(recv)(d, to, size, flags);
}

SELVAGE_INTERCEPT ssize_t __recv_chk(int d, void* to, std::size_t size, std::size_t capacity, int flags) {
  if ((flags & MSG_DONTWAIT) == 0) must_not_block(d, POLLIN, "recv");
  return SELVAGE_NEXT(__recv_chk)(d, to, size, capacity, flags);
}

SELVAGE_INTERCEPT ssize_t recvfrom(int d, void* to, std::size_t size, int flags, sockaddr* from, socklen_t* length) {
  if ((flags & MSG_DONTWAIT) == 0) must_not_block(d, POLLIN, "recvfrom");
  return SELVAGE_NEXT(recvfrom)(d, to, size, flags, from, length);
}

SELVAGE_INTERCEPT ssize_t __recvfrom_chk(int d, void* to, std::size_t size, std::size_t capacity, int flags,
                                         sockaddr* from, socklen_t* length) {
  if ((flags & MSG_DONTWAIT) == 0) must_not_block(d, POLLIN, "recvfrom");
  return SELVAGE_NEXT(__recvfrom_chk)(d, to, size, capacity, flags, from, length);
}

SELVAGE_INTERCEPT ssize_t recvmsg(int d, msghdr* message, int flags) {
  if ((flags & MSG_DONTWAIT) == 0) must_not_block(d, POLLIN, "recvmsg");
  return SELVAGE_NEXT(recvmsg)(d, message, flags);
}

SELVAGE_INTERCEPT int accept(int d, sockaddr* peer, socklen_t* length) {
  must_not_block(d, POLLIN, "accept");
  return SELVAGE_NEXT(accept)(d, peer, length);
}

SELVAGE_INTERCEPT int accept4(int d, sockaddr* peer, socklen_t* length, int flags) {
  must_not_block(d, POLLIN, "accept4");
  return SELVAGE_NEXT(accept4)(d, peer, length, flags);
}

// Sockets: the ends of a socketpair are simulated. Others are the system's; what would block on them is refused.

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

#include "src/engine/descriptor_io.h"
#include "src/engine/socket_io.h"
#include "src/intercept/next.h"
#include "src/intercept/simulated.h"

extern "C" ssize_t __recv_chk(int d, void* to, std::size_t size, std::size_t capacity, int flags);
extern "C" ssize_t __recvfrom_chk(int d, void* to, std::size_t size, std::size_t capacity, int flags, sockaddr* from,
                                  socklen_t* length);

namespace {

using selvage::intercept::must_not_block;
using selvage::intercept::rt;
using selvage::intercept::simulate;
using selvage::intercept::simulated;
namespace io = selvage::engine::io;

[[gnu::always_inline]] inline ssize_t simulated_receive(int d, void* to, std::size_t size, int flags) {
  const iovec part{to, size};
  return simulate([&] { return io::receive(d, &part, 1, flags); });
}

[[gnu::always_inline]] inline ssize_t simulated_send(int d, const void* from, std::size_t size, int flags) {
  const iovec part{const_cast<void*>(from), size};
  return simulate([&] { return io::send(d, &part, 1, flags); });
}

// The ends of a pair have no names.
[[gnu::always_inline]] inline int simulated_name(int d, sockaddr* name, socklen_t* length) {
  int kind = 0;
  const int failed = simulate([&] { return io::option(d, SOL_SOCKET, SO_TYPE, kind); });
  if (failed != 0) return failed;
  constexpr sa_family_t family = AF_UNIX;
  if (*length >= sizeof family) name->sa_family = family;
  *length = sizeof family;
  return 0;
}

void may_wait(int d, short events, const char* function, int flags) noexcept {
  if ((flags & MSG_DONTWAIT) == 0) must_not_block(d, events, function);
}

[[noreturn]] void refuse(const char* function, int d) {
  rt.enter();
  io::refuse(function, d);
}

}  // namespace

SELVAGE_INTERCEPT int socketpair(int domain, int type, int protocol, int* ends) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(socketpair)(domain, type, protocol, ends);
  return simulate([&] { return io::make_socket_pair(domain, type, protocol, ends); });
}

SELVAGE_INTERCEPT int shutdown(int d, int how) noexcept {
  if (!simulated(d)) return SELVAGE_NEXT(shutdown)(d, how);
  return simulate([&] { return io::shut_down(d, how); });
}

// ---- sending

SELVAGE_INTERCEPT ssize_t send(int d, const void* from, std::size_t size, int flags) {
  if (simulated(d)) return simulated_send(d, from, size, flags);
  may_wait(d, POLLOUT, "send", flags);
  return SELVAGE_NEXT(send)(d, from, size, flags);
}

SELVAGE_INTERCEPT ssize_t sendto(int d, const void* from, std::size_t size, int flags, const sockaddr* to,
                                 socklen_t length) {
  if (simulated(d)) {
    if (to != nullptr) refuse("sendto with an address", d);
    return simulated_send(d, from, size, flags);
  }
  may_wait(d, POLLOUT, "sendto", flags);
  return SELVAGE_NEXT(sendto)(d, from, size, flags, to, length);
}

SELVAGE_INTERCEPT ssize_t sendmsg(int d, const msghdr* message, int flags) {
  if (!simulated(d)) {
    may_wait(d, POLLOUT, "sendmsg", flags);
    return SELVAGE_NEXT(sendmsg)(d, message, flags);
  }
  if (message->msg_name != nullptr) refuse("sendmsg with an address", d);
  if (message->msg_controllen != 0) refuse("sendmsg with control data", d);
  return simulate([&] { return io::send(d, message->msg_iov, message->msg_iovlen, flags); });
}

// ---- receiving

SELVAGE_INTERCEPT ssize_t recv(int d, void* to, std::size_t size, int flags) {
  if (simulated(d)) return simulated_receive(d, to, size, flags);
  may_wait(d, POLLIN, "recv", flags);
  return SELVAGE_NEXT(recv)(d, to, size, flags);
}

SELVAGE_INTERCEPT ssize_t __recv_chk(int d, void* to, std::size_t size, std::size_t capacity, int flags) {
  if (simulated(d) && size <= capacity) return simulated_receive(d, to, size, flags);
  may_wait(d, POLLIN, "recv", flags);
  return SELVAGE_NEXT(__recv_chk)(d, to, size, capacity, flags);
}

SELVAGE_INTERCEPT ssize_t recvfrom(int d, void* to, std::size_t size, int flags, sockaddr* from, socklen_t* length) {
  if (simulated(d)) {
    if (from != nullptr && length != nullptr) *length = 0;
    return simulated_receive(d, to, size, flags);
  }
  may_wait(d, POLLIN, "recvfrom", flags);
  return SELVAGE_NEXT(recvfrom)(d, to, size, flags, from, length);
}

SELVAGE_INTERCEPT ssize_t __recvfrom_chk(int d, void* to, std::size_t size, std::size_t capacity, int flags,
                                         sockaddr* from, socklen_t* length) {
  if (simulated(d) && size <= capacity) return recvfrom(d, to, size, flags, from, length);
  may_wait(d, POLLIN, "recvfrom", flags);
  return SELVAGE_NEXT(__recvfrom_chk)(d, to, size, capacity, flags, from, length);
}

SELVAGE_INTERCEPT ssize_t recvmsg(int d, msghdr* message, int flags) {
  if (!simulated(d)) {
    may_wait(d, POLLIN, "recvmsg", flags);
    return SELVAGE_NEXT(recvmsg)(d, message, flags);
  }
  std::size_t room = 0;
  for (std::size_t i = 0; i < message->msg_iovlen; ++i) room += message->msg_iov[i].iov_len;
  // How long a message was is asked for, to be able to say that it was cut off.
  ssize_t size = simulate([&] { return io::receive(d, message->msg_iov, message->msg_iovlen, flags | MSG_TRUNC); });
  if (size < 0) return size;
  const bool cut_off = static_cast<std::size_t>(size) > room;
  message->msg_namelen = 0;
  message->msg_controllen = 0;
  message->msg_flags = cut_off ? MSG_TRUNC : 0;
  if (cut_off && (flags & MSG_TRUNC) == 0) size = static_cast<ssize_t>(room);
  return size;
}

// ---- settings

SELVAGE_INTERCEPT int getsockopt(int d, int level, int name, void* value, socklen_t* length) noexcept {
  if (!simulated(d)) return SELVAGE_NEXT(getsockopt)(d, level, name, value, length);
  int now = 0;
  const int failed = simulate([&] { return io::option(d, level, name, now); });
  if (failed != 0) return failed;
  *length = std::min<socklen_t>(*length, sizeof now);
  __builtin_memcpy(value, &now, *length);
  return 0;
}

SELVAGE_INTERCEPT int setsockopt(int d, int level, int name, const void* value, socklen_t length) noexcept {
  if (simulated(d)) refuse("setsockopt", d);
  return SELVAGE_NEXT(setsockopt)(d, level, name, value, length);
}

SELVAGE_INTERCEPT int getsockname(int d, sockaddr* name, socklen_t* length) noexcept {
  return simulated(d) ? simulated_name(d, name, length) : SELVAGE_NEXT(getsockname)(d, name, length);
}

SELVAGE_INTERCEPT int getpeername(int d, sockaddr* name, socklen_t* length) noexcept {
  return simulated(d) ? simulated_name(d, name, length) : SELVAGE_NEXT(getpeername)(d, name, length);
}

SELVAGE_INTERCEPT int accept(int d, sockaddr* peer, socklen_t* length) {
  if (simulated(d)) refuse("accept", d);
  must_not_block(d, POLLIN, "accept");
  return SELVAGE_NEXT(accept)(d, peer, length);
}

SELVAGE_INTERCEPT int accept4(int d, sockaddr* peer, socklen_t* length, int flags) {
  if (simulated(d)) refuse("accept4", d);
  must_not_block(d, POLLIN, "accept4");
  return SELVAGE_NEXT(accept4)(d, peer, length, flags);
}

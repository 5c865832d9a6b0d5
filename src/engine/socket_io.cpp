#include "src/engine/socket_io.h"

#include <cerrno>
#include <string>

#include "src/engine/descriptor_io.h"
#include "src/engine/descriptor_table.h"
#include "src/engine/descriptor_wait.h"
#include "src/engine/socket_pair.h"

namespace selvage::engine::io {
namespace {

constexpr int receive_flags = MSG_DONTWAIT | MSG_PEEK | MSG_TRUNC | MSG_WAITALL | MSG_NOSIGNAL | MSG_CMSG_CLOEXEC;
constexpr int send_flags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE | MSG_EOR;

// After a scheduling point.
socket_end* socket_at(int number, int& error) noexcept {
  description* const d = descriptors.use(number);
  auto* const s = dynamic_cast<socket_end*>(d);
  error = d == nullptr ? -EBADF : s == nullptr ? -ENOTSOCK : 0;
  return s;
}

// Before one: read and write come to it themselves, and a number that is none fails there.
bool no_socket(int number) noexcept {
  const description* const d = descriptors.find(number);
  return d != nullptr && dynamic_cast<const socket_end*>(d) == nullptr;
}

}  // namespace

int make_socket_pair(int domain, int type, int protocol, int ends[2]) {
  waiting.point(op_kind::descriptor_change);
  const int kind = type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (domain != AF_UNIX || protocol != 0 || (kind != SOCK_STREAM && kind != SOCK_SEQPACKET))
    rt.stop(ending::unsupported, "socketpair was called for domain " + std::to_string(domain) + ", type " +
                                     std::to_string(kind) + ", protocol " + std::to_string(protocol) +
                                     ", which the engine does not model");
  kernel_object& object = descriptors.make_object(kernel_kind::socket_pair);
  auto& a = descriptors.make<socket_end>(object, kind);
  auto& b = descriptors.make<socket_end>(object, kind);
  socket_end::join(a, b);
  a.nonblocking = b.nonblocking = (type & SOCK_NONBLOCK) != 0;
  return descriptors.open_both(a, b, (type & SOCK_CLOEXEC) != 0, ends);
}

ssize_t receive(int number, const iovec* parts, std::size_t count, int flags) {
  if ((flags & ~receive_flags) != 0) refuse("recv with these flags", number);
  if (no_socket(number)) return -ENOTSOCK;
  if (const auto* s = dynamic_cast<const socket_end*>(descriptors.find(number));
      s != nullptr && s->type() != SOCK_STREAM)
    flags &= ~MSG_WAITALL;
  return read(number, parts, count, flags);
}

ssize_t send(int number, const iovec* parts, std::size_t count, int flags) {
  if ((flags & ~send_flags) != 0) refuse("send with these flags", number);
  if (no_socket(number)) return -ENOTSOCK;
  return write(number, parts, count, flags);
}

int shut_down(int number, int how) {
  waiting.point(op_kind::descriptor_change);
  int error = 0;
  socket_end* const s = socket_at(number, error);
  if (s == nullptr) return error;
  if (rt.watch != nullptr) [[unlikely]]
    rt.watch->released(s->object(), hold::setting);
  error = s->shut_down(how);
  waiting.changed();
  return error;
}

int option(int number, int level, int name, int& value) {
  waiting.point(op_kind::descriptor_change);
  int error = 0;
  socket_end* const s = socket_at(number, error);
  if (s == nullptr) return error;
  if (level != SOL_SOCKET) refuse("getsockopt at this level", number);
  switch (name) {
    case SO_TYPE:
      value = s->type();
      return 0;
    case SO_ERROR:
      value = s->take_error();
      return 0;
    case SO_DOMAIN:
      value = AF_UNIX;
      return 0;
    case SO_PROTOCOL:
    case SO_ACCEPTCONN:
      value = 0;
      return 0;
    default:
      refuse(("getsockopt " + std::to_string(name)).c_str(), number);
  }
}

}  // namespace selvage::engine::io

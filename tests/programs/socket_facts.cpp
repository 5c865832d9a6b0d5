// What Linux does with the ends of a socket pair, in one thread: run in control and not, each writes down the same.

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <csignal>
#include <cstring>
#include <initializer_list>

#include "tests/programs/facts.h"

using facts::ready;

namespace {

char buffer[128];

}  // namespace

PROGRAM(facts_sockets) {
  record& seen = *static_cast<record*>(result);
  signal(SIGPIPE, SIG_IGN);
  constexpr short all = POLLIN | POLLOUT | POLLRDHUP;
  int s[2];
  for (const int type : {SOCK_STREAM, SOCK_SEQPACKET}) {
    seen.add("type %d\n", type);
    SAY(socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, s));
    struct stat about{};
    SAY(fstat(s[0], &about));
    SAY(about.st_mode & S_IFMT);
    SAY(lseek(s[0], 0, SEEK_CUR));
    SAY(ready(s[0], all));
    SAY(recv(s[0], buffer, 10, 0));
    SAY(send(s[0], "abc", 3, 0));
    SAY(write(s[0], "defg", 4));
    SAY(ready(s[1], all));
    SAY(recv(s[1], buffer, 2, MSG_PEEK));
    SAY(recv(s[1], buffer, 2, 0));
    SAY(std::memcmp(buffer, "ab", 2));
    SAY(read(s[1], buffer, 100));
    SAY(recv(s[1], buffer, 100, MSG_DONTWAIT));
    SAY(send(s[1], "0123456789", 10, 0));
    SAY(recv(s[0], buffer, 4, MSG_TRUNC | MSG_PEEK));
    iovec part{buffer, 4};
    msghdr m{};
    m.msg_iov = &part;
    m.msg_iovlen = 1;
    SAY(recvmsg(s[0], &m, 0));
    SAY(m.msg_flags);
    SAY(recv(s[0], buffer, 100, 0));
    part.iov_base = const_cast<char*>("xy");
    part.iov_len = 2;
    SAY(sendmsg(s[0], &m, MSG_NOSIGNAL));
    int n = 0;
    SAY(ioctl(s[1], FIONREAD, &n));
    SAY(n);
    socklen_t size = sizeof n;
    SAY(getsockopt(s[0], SOL_SOCKET, SO_TYPE, &n, &size));
    SAY(n);
    // Half closed.
    SAY(shutdown(s[0], SHUT_WR));
    SAY(ready(s[0], all));
    SAY(ready(s[1], all));
    SAY(send(s[0], "z", 1, MSG_NOSIGNAL));
    SAY(read(s[1], buffer, 100));
    SAY(read(s[1], buffer, 100));
    SAY(send(s[1], "z", 1, 0));
    SAY(shutdown(s[0], SHUT_RD));
    SAY(send(s[1], "z", 1, 0));
    SAY(read(s[0], buffer, 100));
    SAY(read(s[0], buffer, 100));
    SAY(ready(s[0], all));
    SAY(ready(s[1], all));
    SAY(shutdown(s[0], 9));
    SAY(close(s[0]));
    SAY(close(s[1]));
    // Closed with something unread.
    SAY(socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, s));
    SAY(send(s[0], "lost", 4, 0));
    SAY(send(s[1], "kept", 4, 0));
    SAY(close(s[1]));
    SAY(ready(s[0], all));
    SAY(recv(s[0], buffer, 100, 0));
    SAY(recv(s[0], buffer, 100, 0));
    SAY(recv(s[0], buffer, 100, 0));
    SAY(ready(s[0], all));
    SAY(send(s[0], "z", 1, 0));
    SAY(close(s[0]));
  }
  int p[2];
  SAY(pipe(p));
  SAY(send(p[1], "z", 1, 0));
  SAY(recv(p[0], buffer, 1, 0));
  SAY(shutdown(p[0], SHUT_WR));
  SAY(close(p[0]));
  SAY(close(p[1]));
  SAY(recv(p[0], buffer, 1, 0));
}

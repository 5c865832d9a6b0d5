// What Linux does with eventfds, pipes and duplicates, in one thread: run in control and not, each writes down the
// same.

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <csignal>
#include <cstdint>
#include <cstring>
#include <initializer_list>

#include "tests/programs/facts.h"

using facts::ready;
using facts::value_of;

namespace {

char buffer[1U << 18];

}  // namespace

PROGRAM(facts_eventfd) {
  record& seen = *static_cast<record*>(result);
  const int e = eventfd(3, EFD_NONBLOCK);
  SAY(ready(e, POLLIN | POLLOUT | POLLPRI));
  SAY(value_of(e));
  SAY(value_of(e));
  SAY(ready(e, POLLIN | POLLOUT));
  SAY(eventfd_write(e, 0));
  SAY(value_of(e));
  SAY(eventfd_write(e, UINT64_MAX));
  SAY(eventfd_write(e, UINT64_MAX - 1));
  SAY(ready(e, POLLIN | POLLOUT));
  SAY(eventfd_write(e, 1));
  SAY(read(e, buffer, 7));
  SAY(write(e, buffer, 7));
  SAY(read(e, buffer, 100));
  SAY(eventfd_write(e, 5));
  SAY(eventfd_write(e, 6));
  SAY(value_of(e));
  SAY(fcntl(e, F_GETFL) & (O_ACCMODE | O_NONBLOCK));
  SAY(fcntl(e, F_GETFD));
  SAY(fcntl(e, F_SETFD, FD_CLOEXEC));
  SAY(fcntl(e, F_GETFD));
  SAY(close(e));
  SAY(close(e));
  SAY(value_of(e));
  SAY(ready(e, POLLIN));
  const int s = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC);
  SAY(fcntl(s, F_GETFD));
  SAY(value_of(s));
  SAY(value_of(s));
  SAY(value_of(s));
  SAY(eventfd(0, 1 << 30));
  SAY(close(s));
}

PROGRAM(facts_pipe) {
  record& seen = *static_cast<record*>(result);
  signal(SIGPIPE, SIG_IGN);
  int p[2];
  SAY(pipe2(p, O_NONBLOCK | O_CLOEXEC));
  SAY(fcntl(p[0], F_GETFL) & (O_ACCMODE | O_NONBLOCK));
  SAY(fcntl(p[1], F_GETFL) & (O_ACCMODE | O_NONBLOCK));
  struct stat s{};
  SAY(fstat(p[0], &s));
  SAY(s.st_mode);
  SAY(lseek(p[0], 0, SEEK_CUR));
  SAY(ready(p[0], POLLIN | POLLOUT));
  SAY(ready(p[1], POLLIN | POLLOUT));
  SAY(read(p[0], buffer, 10));
  SAY(read(p[1], buffer, 10));
  SAY(write(p[0], buffer, 10));
  SAY(write(p[1], "abcdef", 6));
  int n = 0;
  SAY(ioctl(p[0], FIONREAD, &n));
  SAY(n);
  SAY(read(p[0], buffer, 4));
  SAY(std::memcmp(buffer, "abcd", 4));
  SAY(write(p[1], buffer, 0));
  SAY(read(p[0], buffer, 0));
  SAY(read(p[0], buffer, 10));
  // How much fits, in pieces of every kind.
  for (const std::size_t piece : {1UL, 100UL, 4000UL, 4096UL, 5000UL, 65536UL, 100000UL}) {
    long fitted = 0;
    for (ssize_t m = 1; m > 0; fitted += m > 0 ? m : 0) m = write(p[1], buffer, piece);
    seen.add("pieces of %zu: %ld fit, errno %d\n", piece, fitted, errno);
    SAY(ready(p[1], POLLOUT));
    SAY(read(p[0], buffer, 100));
    SAY(ready(p[1], POLLOUT));
    SAY(write(p[1], buffer, 4096));
    SAY(read(p[0], buffer, 4000));
    SAY(ready(p[1], POLLOUT));
    SAY(write(p[1], buffer, 10));
    SAY(write(p[1], buffer, 5000));
    SAY(ioctl(p[0], FIONREAD, &n));
    SAY(n);
    while (read(p[0], buffer, sizeof buffer) > 0) {
    }
  }
  char one[3];
  char two[5];
  iovec parts[2] = {{one, sizeof one}, {two, sizeof two}};
  SAY(write(p[1], "abcdefgh", 8));
  SAY(readv(p[0], parts, 2));
  SAY(std::memcmp(one, "abc", 3) + std::memcmp(two, "defgh", 5));
  SAY(writev(p[1], parts, 2));
  SAY(read(p[0], buffer, 100));
  SAY(std::memcmp(buffer, "abcdefgh", 8));
  SAY(write(p[1], "rest", 4));
  SAY(close(p[1]));
  SAY(ready(p[0], POLLIN));
  SAY(read(p[0], buffer, 100));
  SAY(ready(p[0], POLLIN));
  SAY(ready(p[0], 0));
  SAY(read(p[0], buffer, 100));
  SAY(close(p[0]));
  SAY(pipe(p));
  SAY(close(p[0]));
  SAY(ready(p[1], POLLOUT));
  SAY(write(p[1], buffer, 1));
  int on = 1;
  SAY(ioctl(p[1], FIONBIO, &on));
  SAY(fcntl(p[1], F_GETFL) & (O_ACCMODE | O_NONBLOCK));
  SAY(close(p[1]));
}

PROGRAM(facts_duplicates) {
  record& seen = *static_cast<record*>(result);
  int p[2];
  SAY(pipe2(p, O_NONBLOCK));
  const int again = dup(p[1]);
  SAY(again >= 0);
  SAY(close(p[1]));
  SAY(write(again, "x", 1));
  SAY(ready(p[0], POLLIN));
  SAY(read(p[0], buffer, 1));
  SAY(fcntl(again, F_SETFL, 0));
  SAY(fcntl(again, F_GETFL) & (O_ACCMODE | O_NONBLOCK));
  const int far = fcntl(again, F_DUPFD_CLOEXEC, 40);
  SAY(far >= 40);
  SAY(fcntl(far, F_GETFD));
  SAY(fcntl(again, F_GETFD));
  SAY(close(again));
  SAY(ready(p[0], POLLIN));
  SAY(close(far));
  SAY(ready(p[0], POLLIN));
  SAY(dup(far));
  // The lowest number is taken.
  const int a = eventfd(0, 0);
  const int b = eventfd(0, 0);
  SAY(b > a);
  SAY(close(a));
  const int c = eventfd(0, 0);
  SAY(c - a);
  SAY(dup2(b, c) - c);
  SAY(eventfd_write(b, 4));
  SAY(value_of(c));
  SAY(dup2(b, b) - b);
  SAY(dup3(b, b, 0));
  SAY(close(b));
  SAY(close(c));
  SAY(close(p[0]));
}

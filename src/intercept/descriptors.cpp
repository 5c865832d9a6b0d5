// Descriptors that the engine simulates: eventfd and pipe, and what is done with them as with any other. Other
// descriptors are the system's; what would block on them is refused.

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstdarg>

#include "src/engine/descriptor_io.h"
#include "src/intercept/next.h"
#include "src/intercept/process.h"
#include "src/intercept/simulated.h"

extern "C" ssize_t __read_chk(int d, void* to, std::size_t size, std::size_t capacity);

namespace {

using namespace selvage::engine;
using selvage::intercept::must_not_block;
using selvage::intercept::simulate;
using selvage::intercept::simulated;
using selvage::intercept::with_errno;

[[gnu::always_inline]] inline ssize_t simulated_read(int d, const iovec* parts, int count) {
  if (count < 0) return with_errno(-EINVAL);
  return simulate([&] { return io::read(d, parts, static_cast<std::size_t>(count)); });
}

[[gnu::always_inline]] inline ssize_t simulated_write(int d, const iovec* parts, int count) {
  if (count < 0) return with_errno(-EINVAL);
  return simulate([&] { return io::write(d, parts, static_cast<std::size_t>(count)); });
}

// Of a descriptor of the system's, in control.
void change_for_good(const char* function) {
  if (rt.in_control() && selvage::intercept::only_once != nullptr) selvage::intercept::only_once(function);
}

}  // namespace

// ---- making them

SELVAGE_INTERCEPT int eventfd(unsigned count, int flags) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(eventfd)(count, flags);
  return simulate([&] { return io::make_eventfd(count, flags); });
}

SELVAGE_INTERCEPT int pipe2(int* ends, int flags) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(pipe2)(ends, flags);
  return simulate([&] { return io::make_pipe(ends, flags); });
}

SELVAGE_INTERCEPT int pipe(int* ends) noexcept { return pipe2(ends, 0); }

SELVAGE_INTERCEPT int dup(int d) noexcept {
  if (!simulated(d)) return SELVAGE_NEXT(dup)(d);
  return simulate([&] { return io::duplicate(d, 0, false); });
}

SELVAGE_INTERCEPT int dup2(int d, int wanted) noexcept {
  if (simulated(d) || simulated(wanted)) return simulate([&] { return io::duplicate_as(d, wanted, false); });
  change_for_good("dup2");
  return SELVAGE_NEXT(dup2)(d, wanted);
}

SELVAGE_INTERCEPT int dup3(int d, int wanted, int flags) noexcept {
  if (simulated(d) || simulated(wanted)) {
    if (d == wanted || (flags & ~O_CLOEXEC) != 0) return with_errno(-EINVAL);
    return simulate([&] { return io::duplicate_as(d, wanted, flags != 0); });
  }
  change_for_good("dup3");
  return SELVAGE_NEXT(dup3)(d, wanted, flags);
}

SELVAGE_INTERCEPT int close(int d) {
  if (!simulated(d)) return SELVAGE_NEXT(close)(d);
  return simulate([&] { return io::close(d); });
}

// ---- reading and writing

SELVAGE_INTERCEPT ssize_t read(int d, void* to, std::size_t size) {
  if (!simulated(d)) {
    must_not_block(d, POLLIN, "read");
    return SELVAGE_NEXT(read)(d, to, size);
  }
  const iovec part{to, size};
  return simulated_read(d, &part, 1);
}

SELVAGE_INTERCEPT ssize_t __read_chk(int d, void* to, std::size_t size, std::size_t capacity) {
  if (!simulated(d) || size > capacity) {
    must_not_block(d, POLLIN, "read");
    return SELVAGE_NEXT(__read_chk)(d, to, size, capacity);
  }
  const iovec part{to, size};
  return simulated_read(d, &part, 1);
}

SELVAGE_INTERCEPT ssize_t readv(int d, const iovec* parts, int count) {
  if (simulated(d)) return simulated_read(d, parts, count);
  must_not_block(d, POLLIN, "readv");
  return SELVAGE_NEXT(readv)(d, parts, count);
}

SELVAGE_INTERCEPT ssize_t write(int d, const void* from, std::size_t size) {
  if (!simulated(d)) {
    must_not_block(d, POLLOUT, "write");
    return SELVAGE_NEXT(write)(d, from, size);
  }
  const iovec part{const_cast<void*>(from), size};
  return simulated_write(d, &part, 1);
}

SELVAGE_INTERCEPT ssize_t writev(int d, const iovec* parts, int count) {
  if (simulated(d)) return simulated_write(d, parts, count);
  must_not_block(d, POLLOUT, "writev");
  return SELVAGE_NEXT(writev)(d, parts, count);
}

SELVAGE_INTERCEPT int eventfd_read(int d, eventfd_t* value) {
  if (!simulated(d)) return read(d, value, sizeof *value) == sizeof *value ? 0 : -1;
  const iovec part{value, sizeof *value};
  return simulated_read(d, &part, 1) == sizeof *value ? 0 : -1;
}

SELVAGE_INTERCEPT int eventfd_write(int d, eventfd_t value) {
  if (!simulated(d)) return write(d, &value, sizeof value) == sizeof value ? 0 : -1;
  const iovec part{&value, sizeof value};
  return simulated_write(d, &part, 1) == sizeof value ? 0 : -1;
}

// ---- what they are

SELVAGE_INTERCEPT int fstat(int d, struct stat* s) noexcept {
  if (!simulated(d)) return SELVAGE_NEXT(fstat)(d, s);
  const int type = simulate([&] { return io::file_type(d); });
  if (type < 0) return type;
  *s = {};
  s->st_mode = static_cast<mode_t>(type) | S_IRUSR | S_IWUSR;
  s->st_nlink = 1;
  s->st_blksize = 4096;
  return 0;
}

SELVAGE_INTERCEPT int fstat64(int d, struct stat64* s) noexcept {
  return simulated(d) ? fstat(d, reinterpret_cast<struct stat*>(s)) : SELVAGE_NEXT(fstat64)(d, s);
}

SELVAGE_INTERCEPT off_t lseek(int d, off_t offset, int from) noexcept {
  if (!simulated(d)) return SELVAGE_NEXT(lseek)(d, offset, from);
  const int type = simulate([&] { return io::file_type(d); });
  if (type == 0) {
    rt.enter();
    io::refuse("lseek", d);
  }
  return type < 0 ? type : with_errno(-ESPIPE);
}

SELVAGE_INTERCEPT off64_t lseek64(int d, off64_t offset, int from) noexcept { return lseek(d, offset, from); }

// ---- settings

SELVAGE_INTERCEPT int fcntl(int d, int command, ...) {
  va_list list;
  va_start(list, command);
  void* const argument = va_arg(list, void*);
  va_end(list);
  if (!simulated(d)) return SELVAGE_NEXT(fcntl)(d, command, argument);
  return simulate([&] { return io::control_file(d, command, static_cast<int>(reinterpret_cast<long>(argument))); });
}

SELVAGE_INTERCEPT int fcntl64(int d, int command, ...) {
  va_list list;
  va_start(list, command);
  void* const argument = va_arg(list, void*);
  va_end(list);
  return fcntl(d, command, argument);
}

SELVAGE_INTERCEPT int ioctl(int d, unsigned long request, ...) noexcept {
  va_list list;
  va_start(list, request);
  void* const argument = va_arg(list, void*);
  va_end(list);
  if (!simulated(d)) return SELVAGE_NEXT(ioctl)(d, request, argument);
  return simulate([&] { return io::control_device(d, request, argument); });
}

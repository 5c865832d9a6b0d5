// Descriptors that the engine simulates: eventfd and pipe, and what is done with them as with any other. Other
// descriptors are the system's; what would block on them is refused.

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstdarg>

#include "src/engine/descriptor_io.h"
#include "src/intercept/next.h"
#include "src/intercept/real_descriptor.h"

extern "C" ssize_t __read_chk(int d, void* to, std::size_t size, std::size_t capacity);

namespace {

using namespace selvage::engine;
using selvage::intercept::control;
using selvage::intercept::must_not_block;
using selvage::intercept::simulated;
using selvage::intercept::with_errno;

ssize_t simulated_read(int d, const iovec* parts, int count) {
  ssize_t result = -EINVAL;
  if (count >= 0) {
    const control c;
    result = io::read(d, parts, static_cast<std::size_t>(count));
  }
  return with_errno(result);
}

ssize_t simulated_write(int d, const iovec* parts, int count) {
  ssize_t result = -EINVAL;
  if (count >= 0) {
    const control c;
    result = io::write(d, parts, static_cast<std::size_t>(count));
  }
  return with_errno(result);
}

}  // namespace

// ---- making them

SELVAGE_INTERCEPT int eventfd(unsigned count, int flags) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(eventfd)(count, flags);
  int result = 0;
  {
    const control c;
    result = io::make_eventfd(count, flags);
  }
  return with_errno(result);
}

SELVAGE_INTERCEPT int pipe2(int* ends, int flags) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(pipe2)(ends, flags);
  int result = 0;
  {
    const control c;
    result = io::make_pipe(ends, flags);
  }
  return with_errno(result);
}

SELVAGE_INTERCEPT int pipe(int* ends) noexcept { return pipe2(ends, 0); }

SELVAGE_INTERCEPT int dup(int d) noexcept {
  if (!simulated(d)) return SELVAGE_NEXT(dup)(d);
  int result = 0;
  {
    const control c;
    result = io::duplicate(d, 0, false);
  }
  return with_errno(result);
}

SELVAGE_INTERCEPT int close(int d) {
  if (!simulated(d)) return SELVAGE_NEXT(close)(d);
  int result = 0;
  {
    const control c;
    result = io::close(d);
  }
  return with_errno(result);
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
  return simulated(d) && size <= capacity ? read(d, to, size) : SELVAGE_NEXT(__read_chk)(d, to, size, capacity);
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
  return read(d, value, sizeof *value) == sizeof *value ? 0 : -1;
}

SELVAGE_INTERCEPT int eventfd_write(int d, eventfd_t value) {
  return write(d, &value, sizeof value) == sizeof value ? 0 : -1;
}

// ---- settings

SELVAGE_INTERCEPT int fcntl(int d, int command, ...) {
  va_list list;
  va_start(list, command);
  void* const argument = va_arg(list, void*);
  va_end(list);
  if (!simulated(d)) return SELVAGE_NEXT(fcntl)(d, command, argument);
  int result = 0;
  {
    const control c;
    result = io::control_file(d, command, static_cast<int>(reinterpret_cast<long>(argument)));
  }
  return with_errno(result);
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
  int result = 0;
  {
    const control c;
    result = io::control_device(d, request, argument);
  }
  return with_errno(result);
}

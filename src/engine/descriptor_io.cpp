#include "src/engine/descriptor_io.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <utility>

#include "src/engine/descriptor_table.h"
#include "src/engine/descriptor_wait.h"
#include "src/engine/eventfd.h"
#include "src/engine/pipe.h"

namespace selvage::engine::io {
namespace {

/// A read, or a write of what is to be written, that waits for its turn.
class turn final : public awaited {
 public:
  explicit turn(description& d, const byte_cursor* from = nullptr) noexcept : d_(d), from_(from) {}

  [[nodiscard]] op_kind kind() const noexcept {
    return from_ != nullptr ? op_kind::descriptor_write : op_kind::descriptor_read;
  }
  [[nodiscard]] bool ready() const noexcept override {
    return from_ != nullptr ? d_.accepts(*from_) : (d_.ready() & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0;
  }
  [[nodiscard]] std::int64_t due() const noexcept override { return d_.due(); }
  [[nodiscard]] std::string describe() const override {
    return std::string(name(kind())) + " on " + rt.describe(d_.object());
  }

 private:
  description& d_;
  const byte_cursor* from_;
};

// False when it was interrupted.
bool wait_for(const turn& mine, description& d) noexcept {
  return waiting.wait(mine.kind(), mine, &d.object(), no_deadline) != wake_reason::interrupted;
}

// What a write without a reader does beside failing.
void broken_pipe(description& d, int flags) {
  struct sigaction now {};
  if ((flags & MSG_NOSIGNAL) != 0 || sigaction(SIGPIPE, nullptr, &now) != 0 || now.sa_handler == SIG_IGN) return;
  std::string text = "signal 13 (Broken pipe): write to " + rt.describe(d.object()) + ", which nobody can read any more";
  if (now.sa_handler == SIG_DFL) rt.stop(ending::crash, std::move(text));
  text += ", with a handler for it, which the engine does not model";
  rt.stop(ending::unsupported, std::move(text));
}

void tell_released(description& d, hold how) noexcept {
  if (rt.watch != nullptr) [[unlikely]]
    rt.watch->released(d.object(), how);
}

}  // namespace

ssize_t read(int number, const iovec* parts, std::size_t count, int flags) {
  waiting.point(op_kind::descriptor_read);
  description* const d = descriptors.use(number);
  if (d == nullptr || d->access() == O_WRONLY) return -EBADF;
  const in_use scope(*d);
  const turn mine(*d);
  byte_cursor to(parts, count);
  ssize_t moved = 0;
  for (;;) {
    // Before the bytes are in the program's memory: who wrote them may have used it.
    if (rt.watch != nullptr && mine.ready()) [[unlikely]]
      rt.watch->acquired(d->object(), hold::transfer);
    const ssize_t result = d->read(to, flags);
    if (result >= 0) {
      moved += result;
      waiting.changed();
      if (result == 0 || to.left() == 0 || (flags & MSG_WAITALL) == 0) return moved;
    } else if (result != -EAGAIN) {
      return moved != 0 ? moved : result;
    }
    if (d->nonblocking || (flags & MSG_DONTWAIT) != 0) {
      // Who looks again and again must see time pass.
      if (d->due() != no_deadline) rt.read_clock();
      return moved != 0 ? moved : -EAGAIN;
    }
    if (!wait_for(mine, *d)) return moved != 0 ? moved : -EINTR;
  }
}

ssize_t write(int number, const iovec* parts, std::size_t count, int flags) {
  waiting.point(op_kind::descriptor_write);
  description* const d = descriptors.use(number);
  if (d == nullptr || d->access() == O_RDONLY) return -EBADF;
  const in_use scope(*d);
  byte_cursor from(parts, count);
  const turn mine(*d, &from);
  ssize_t moved = 0;
  for (;;) {
    const ssize_t result = d->write(from, flags);
    if (result >= 0) {
      tell_released(*d, hold::transfer);
      moved += result;
      waiting.changed();
      if (from.left() == 0) return moved;
    } else if (result != -EAGAIN) {
      if (result == -EPIPE && moved == 0) broken_pipe(*d, flags);
      return moved != 0 ? moved : result;
    }
    if (d->nonblocking || (flags & MSG_DONTWAIT) != 0) return moved != 0 ? moved : -EAGAIN;
    if (!wait_for(mine, *d)) return moved != 0 ? moved : -EINTR;
  }
}

int close(int number) {
  waiting.point(op_kind::descriptor_change);
  description* const d = descriptors.find(number);
  if (d == nullptr) {
    descriptors.use(number);
    return -EBADF;
  }
  tell_released(*d, hold::closing);
  descriptors.close(number);
  return 0;
}

int duplicate(int number, int least, bool close_on_exec) {
  waiting.point(op_kind::descriptor_change);
  description* const d = descriptors.use(number);
  return d == nullptr ? -EBADF : descriptors.open(*d, close_on_exec, least);
}

int duplicate_as(int number, int wanted, bool close_on_exec) {
  waiting.point(op_kind::descriptor_change);
  if (!descriptors.known(number)) refuse("dup2", wanted);
  description* const d = descriptors.use(number);
  if (d == nullptr) return -EBADF;
  if (!descriptors.known(wanted)) refuse(("dup2, to " + std::to_string(wanted) + ",").c_str(), number);
  if (wanted != number) descriptors.open_as(*d, wanted, close_on_exec);
  return wanted;
}

int make_eventfd(unsigned count, int flags) {
  waiting.point(op_kind::descriptor_change);
  if ((flags & ~(EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)) != 0) return -EINVAL;
  auto& made =
      descriptors.make<eventfd>(descriptors.make_object(kernel_kind::eventfd), count, (flags & EFD_SEMAPHORE) != 0);
  made.nonblocking = (flags & EFD_NONBLOCK) != 0;
  return descriptors.open(made, (flags & EFD_CLOEXEC) != 0);
}

int make_pipe(int ends[2], int flags) {
  waiting.point(op_kind::descriptor_change);
  if ((flags & O_DIRECT) != 0)
    rt.stop(ending::unsupported, "pipe2 with O_DIRECT was called, which the engine does not model");
  if ((flags & ~(O_CLOEXEC | O_NONBLOCK)) != 0) return -EINVAL;
  kernel_object& object = descriptors.make_object(kernel_kind::pipe);
  const auto buffer = std::make_shared<pipe_buffer>();
  auto& reader = descriptors.make<pipe_end>(object, O_RDONLY, buffer);
  auto& writer = descriptors.make<pipe_end>(object, O_WRONLY, buffer);
  pipe_end::join(reader, writer);
  reader.nonblocking = writer.nonblocking = (flags & O_NONBLOCK) != 0;
  return descriptors.open_both(reader, writer, (flags & O_CLOEXEC) != 0, ends);
}

int control_file(int number, int command, long argument) {
  waiting.point(op_kind::descriptor_change);
  description* const d = descriptors.use(number);
  if (d == nullptr) return -EBADF;
  switch (command) {
    case F_GETFD:
      return descriptors.close_on_exec(number) ? FD_CLOEXEC : 0;
    case F_SETFD:
      descriptors.set_close_on_exec(number, (argument & FD_CLOEXEC) != 0);
      return 0;
    case F_GETFL:
      return d->access() | (d->nonblocking ? O_NONBLOCK : 0);
    case F_SETFL:
      if ((argument & (O_ASYNC | O_DIRECT)) != 0) refuse("fcntl(F_SETFL) with O_ASYNC or O_DIRECT", number);
      d->nonblocking = (argument & O_NONBLOCK) != 0;
      return 0;
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
      if (argument < 0) return -EINVAL;
      return descriptors.open(*d, command == F_DUPFD_CLOEXEC, static_cast<int>(argument));
    default:
      refuse(("fcntl, command " + std::to_string(command)).c_str(), number);
  }
}

int control_device(int number, unsigned long request, void* argument) {
  waiting.point(op_kind::descriptor_change);
  description* const d = descriptors.use(number);
  if (d == nullptr) return -EBADF;
  switch (request) {
    case FIONBIO:
      d->nonblocking = *static_cast<const int*>(argument) != 0;
      return 0;
    case FIONREAD: {
      const int bytes = d->available();
      if (bytes < 0) return bytes;
      *static_cast<int*>(argument) = bytes;
      return 0;
    }
    case FIOCLEX:
    case FIONCLEX:
      descriptors.set_close_on_exec(number, request == FIOCLEX);
      return 0;
    default:
      refuse(("ioctl, request " + std::to_string(request)).c_str(), number);
  }
}

int file_type(int number) {
  waiting.point(op_kind::descriptor_change);
  const description* const d = descriptors.use(number);
  if (d == nullptr) return -EBADF;
  const kernel_kind k = d->object().kind;
  return k == kernel_kind::pipe ? S_IFIFO : k == kernel_kind::socket_pair ? S_IFSOCK : 0;
}

std::string describe(int number) {
  const description* const d = descriptors.find(number);
  return "descriptor " + std::to_string(number) + (d != nullptr ? " (" + rt.describe(d->object()) + ")" : "");
}

void refuse(const char* function, int number) {
  std::string text = std::string(function) + " of " + describe(number) + " was called, which the engine does not model";
  rt.stop(ending::unsupported, std::move(text));
}

}  // namespace selvage::engine::io

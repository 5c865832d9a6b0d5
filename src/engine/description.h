#pragma once

#include <sys/epoll.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/engine/byte_cursor.h"
#include "src/engine/object_table.h"

namespace selvage::engine {

class epoll;
struct epoll_item;

/// An open file description that the engine simulates: what one or more descriptors refer to (POSIX 3.253). Functions
/// run on the engine's side and are no scheduling points; they do not block but say -EAGAIN.
class description {
 public:
  explicit description(kernel_object& object, int access) noexcept : object_(object), access_(access) {}
  virtual ~description() = default;
  description(const description&) = delete;
  description& operator=(const description&) = delete;

  /// What messages and detectors call it; the two ends of a pipe are one object.
  [[nodiscard]] kernel_object& object() const noexcept { return object_; }
  /// O_RDONLY, O_WRONLY or O_RDWR.
  [[nodiscard]] int access() const noexcept { return access_; }

  /// EPOLL* bits (those of poll have the same values): what is the case now.
  [[nodiscard]] virtual std::uint32_t ready() noexcept = 0;
  /// Bytes moved, or a negative errno value. `flags` are those of recv and send.
  virtual ssize_t read(byte_cursor& to, int flags) noexcept;
  virtual ssize_t write(byte_cursor& from, int flags) noexcept;
  /// `write` would not say -EAGAIN.
  [[nodiscard]] virtual bool accepts(const byte_cursor& from) noexcept;
  /// Bytes that a read would find; -ENOTTY for what has none.
  [[nodiscard]] virtual int available() const noexcept;
  /// The last descriptor is gone and nobody is inside a call.
  virtual void released() noexcept {}

  /// When time alone may make it readable; no_deadline for never.
  [[nodiscard]] virtual std::int64_t due() noexcept { return no_deadline; }
  /// How often time alone has made it ready so far.
  [[nodiscard]] virtual std::uint64_t expirations() noexcept { return 0; }

  /// Something has changed that epoll sets may be waiting for: the EPOLL* bits, or 0 for anything at all.
  void signal(std::uint32_t events) noexcept;

  bool nonblocking{};
  std::uint32_t references{};  ///< descriptors, and calls in progress
  std::size_t place{};         ///< in the table's list
  struct watcher {
    epoll* set;
    epoll_item* item;
  };
  std::vector<watcher> watchers;  ///< the epoll sets that it is in

 private:
  kernel_object& object_;
  int access_;
};

}  // namespace selvage::engine

#pragma once

#include <atomic>
#include <cstdint>

#include "selvage/async/release_notification.h"

namespace selvage::async {

/// Gives a native handle back to whoever made it. Must not throw; errno is kept across the call.
using release_handle_function = void (*)(std::intptr_t value, void* context);

/// A reference-counted native handle, after .NET's SafeHandle.
///
/// Its state is one word, `references << 2 | disposed << 1 | closed`, and every transition is one compare-and-swap,
/// so each member function may be called from any thread at any time. The handle is closed when its last reference
/// goes; the native handle is then released, once, if it is owned and valid.
///
/// Construction makes the first reference; `dispose` drops it. Every `add_ref` must be matched by one `release`.
class safe_handle {
 public:
  enum class ownership : bool { borrowed, owned };

  /// 0 and -1 are invalid values: never released.
  safe_handle(std::intptr_t value, ownership owns, release_handle_function release, void* context = nullptr) noexcept;

  /// Disposes of the handle if nobody did. No other call may be in progress.
  ~safe_handle();

  safe_handle(const safe_handle&) = delete;
  safe_handle& operator=(const safe_handle&) = delete;

  /// Takes a reference: the handle stays open until it is released, also when it is disposed of meanwhile.
  /// Throws object_disposed_error when the handle is closed.
  void add_ref();

  /// Drops a reference; the last one closes the handle.
  /// Throws object_disposed_error when there is none left.
  void release();

  /// Drops the first reference. The second and later calls do nothing.
  /// Throws object_disposed_error when the first reference has been released already.
  void dispose();

  /// Closes the handle without ever releasing the native one. Outstanding references must still be released.
  void set_handle_as_invalid() noexcept;

  [[nodiscard]] bool is_closed() const noexcept;

  /// True when the value is 0 or -1; says nothing of whether the handle is closed.
  [[nodiscard]] bool is_invalid() const noexcept;

  /// The native handle. Meaningful only to a caller that holds a reference: the value outlives its handle and is
  /// recycled by the system.
  [[nodiscard]] std::intptr_t dangerous_get_handle() const noexcept;

 private:
  void drop(std::uint32_t mark);

  std::atomic<std::uint32_t> word_;
  ownership owns_;
  std::intptr_t value_;
  release_handle_function release_;
  void* context_;
};

}  // namespace selvage::async

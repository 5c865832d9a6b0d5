#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "selvage/async/async_result.h"

namespace selvage::async {

/// A file that is read and written at given places by operations that run on an executor.
///
/// Any number of operations may be under way at once, from any threads; those that overlap in the file are not ordered.
/// A buffer must stay where it is until its operation is ended. The executor must outlive the stream and its operations;
/// an operation keeps the open file alive, so that the stream itself may go before it is completed.
class file_stream {
 public:
  enum class access : std::uint8_t {
    read,        ///< the file must be there
    write,       ///< made when it is not there, emptied when it is
    read_write,  ///< made when it is not there
  };

  /// Throws std::system_error when the file cannot be opened.
  file_stream(executor& on, const std::string& path, access how);
  ~file_stream();
  file_stream(const file_stream&) = delete;
  file_stream& operator=(const file_stream&) = delete;

  /// Begins to read up to the buffer's size at the offset, in bytes. Throws argument_error for a negative offset or a
  /// stream not opened for reading; no callback is called then.
  [[nodiscard]] std::shared_ptr<async_result<std::size_t>> begin_read(std::span<std::byte> buffer, std::int64_t offset,
                                                                      begin_arguments arguments = {});

  /// How many bytes were read; fewer than asked for only where the file ends. Throws std::system_error when reading
  /// failed, and what async_result<T>::end throws.
  std::size_t end_read(const std::shared_ptr<async_result_base>& result);

  /// Begins to write the whole buffer at the offset. Errors as begin_read.
  [[nodiscard]] std::shared_ptr<async_result<>> begin_write(std::span<const std::byte> buffer, std::int64_t offset,
                                                            begin_arguments arguments = {});

  /// Throws std::system_error when writing failed, and what async_result<T>::end throws.
  void end_write(const std::shared_ptr<async_result_base>& result);

 private:
  struct file;

  void check(std::int64_t offset, bool allowed) const;

  executor& on_;
  std::shared_ptr<file> file_;
  char reads_{};   ///< their addresses own the operations, so that a read cannot be ended as a write
  char writes_{};
};

}  // namespace selvage::async

#pragma once

#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>

#include "selvage/async/async_disposable.h"
#include "selvage/async/file_stream.h"

/// Writes text to a file, in large pieces. What is still in the buffer is written by the disposal, which tells when
/// that fails; so nothing is lost unnoticed.
class buffered_writer final : public selvage::async::async_disposable {
 public:
  /// Throws std::system_error when the file cannot be opened. The executor must outlive the writer.
  buffered_writer(selvage::async::executor& on, const std::string& path, std::size_t buffer_size = 4096);

  /// Appends the text. From any thread. Throws object_disposed_error once a disposal has begun, and what writing to the
  /// file throws; then nothing has been taken, and the buffer is as it was.
  void write(std::string_view text);

 private:
  void on_dispose() override;
  selvage::async::value_task<> on_dispose_async() override;

  void flush();

  selvage::async::file_stream file_;
  const std::size_t size_;
  std::mutex mutex_;
  std::string buffer_;
  std::int64_t written_{0};
};

#include "examples/dispose/buffered_writer.h"

#include <span>

#include "selvage/async/task_bridge.h"

using namespace selvage::async;

buffered_writer::buffered_writer(executor& on, const std::string& path, std::size_t buffer_size)
    : file_(on, path, file_stream::access::write), size_(buffer_size) {}

void buffered_writer::write(std::string_view text) {
  const operation_scope in_flight(*this);
  const std::scoped_lock lock(mutex_);
  if (buffer_.size() + text.size() > size_) flush();
  buffer_ += text;
}

// Until the file has it all, the buffer keeps it.
void buffered_writer::flush() {
  if (buffer_.empty()) return;
  file_.end_write(file_.begin_write(std::as_bytes(std::span(buffer_)), written_));
  written_ += static_cast<std::int64_t>(buffer_.size());
  buffer_.clear();
}

// Nobody writes any more: no lock.
void buffered_writer::on_dispose() { flush(); }

value_task<> buffered_writer::on_dispose_async() {
  if (buffer_.empty()) co_return;
  const auto begin = [this](begin_arguments arguments) {
    return file_.begin_write(std::as_bytes(std::span(buffer_)), written_, std::move(arguments));
  };
  co_await await_operation(begin,
                           [this](const std::shared_ptr<async_result_base>& result) { file_.end_write(result); });
  buffer_.clear();
}

#include "selvage/async/file_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace selvage::async {

struct file_stream::file {
  int descriptor;
  access how;

  file(const std::string& path, access a) : descriptor(::open(path.c_str(), flags(a), 0666)), how(a) {
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), path);
  }
  ~file() { ::close(descriptor); }
  file(const file&) = delete;
  file& operator=(const file&) = delete;

  static int flags(access a) noexcept {
    switch (a) {
      case access::read:
        return O_RDONLY | O_CLOEXEC;
      case access::write:
        return O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
      case access::read_write:
        break;
    }
    return O_RDWR | O_CREAT | O_CLOEXEC;
  }

  [[nodiscard]] std::size_t read(std::span<std::byte> buffer, std::int64_t offset) const {
    std::size_t done = 0;
    while (done < buffer.size()) {
      const ssize_t n = ::pread(descriptor, buffer.data() + done, buffer.size() - done,
                                static_cast<off_t>(offset + static_cast<std::int64_t>(done)));
      if (n == 0) break;
      if (n > 0) {
        done += static_cast<std::size_t>(n);
      } else if (errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "read");
      }
    }
    return done;
  }

  void write(std::span<const std::byte> buffer, std::int64_t offset) const {
    std::size_t done = 0;
    while (done < buffer.size()) {
      const ssize_t n = ::pwrite(descriptor, buffer.data() + done, buffer.size() - done,
                                 static_cast<off_t>(offset + static_cast<std::int64_t>(done)));
      if (n >= 0) {
        done += static_cast<std::size_t>(n);
      } else if (errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "write");
      }
    }
  }
};

file_stream::file_stream(executor& on, const std::string& path, access how)
    : on_(on), file_(std::make_shared<file>(path, how)) {}

file_stream::~file_stream() = default;

void file_stream::check(std::int64_t offset, bool allowed) const {
  if (offset < 0) throw argument_error("a file has no negative offset");
  if (!allowed) throw argument_error("the file was not opened for this");
}

std::shared_ptr<async_result<std::size_t>> file_stream::begin_read(std::span<std::byte> buffer, std::int64_t offset,
                                                                   begin_arguments arguments) {
  check(offset, file_->how != access::write);
  if (arguments.overflow == nullptr) arguments.overflow = &on_;
  auto result = async_result<std::size_t>::begin(&reads_, std::move(arguments));
  on_.post([result, from = file_, buffer, offset] {
    std::size_t read = 0;
    try {
      read = from->read(buffer, offset);
    } catch (const std::system_error&) {
      result->set_exception(std::current_exception());
      return;
    }
    result->set_value(read);
  });
  return result;
}

std::size_t file_stream::end_read(const std::shared_ptr<async_result_base>& result) {
  return async_result<std::size_t>::end(&reads_, result);
}

std::shared_ptr<async_result<>> file_stream::begin_write(std::span<const std::byte> buffer, std::int64_t offset,
                                                         begin_arguments arguments) {
  check(offset, file_->how != access::read);
  if (arguments.overflow == nullptr) arguments.overflow = &on_;
  auto result = async_result<>::begin(&writes_, std::move(arguments));
  on_.post([result, to = file_, buffer, offset] {
    try {
      to->write(buffer, offset);
    } catch (const std::system_error&) {
      result->set_exception(std::current_exception());
      return;
    }
    result->set_value();
  });
  return result;
}

void file_stream::end_write(const std::shared_ptr<async_result_base>& result) {
  async_result<>::end(&writes_, result);
}

}  // namespace selvage::async

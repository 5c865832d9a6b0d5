#include "src/check/trace/line_reader.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace selvage::check {

line_reader::line_reader(int descriptor, std::size_t longest, std::size_t padding)
    : descriptor_(descriptor), longest_(longest), padding_(padding), buffer_(2 * longest + padding) {}

std::optional<std::string_view> line_reader::next() {
  for (;;) {
    if (const void* const at = std::memchr(buffer_.data() + searched_, '\n', end_ - searched_); at != nullptr) {
      const auto stop = static_cast<std::size_t>(static_cast<const char*>(at) - buffer_.data());
      const std::string_view line(buffer_.data() + begin_, stop - begin_);
      begin_ = searched_ = stop + 1;
      ++number_;
      return line;
    }
    searched_ = end_;
    if (end_ - begin_ > longest_) {
      ++number_;
      throw std::runtime_error("the line is longer than " + std::to_string(longest_) + " bytes");
    }
    if (fill()) continue;
    if (begin_ == end_) return std::nullopt;
    const std::string_view line(buffer_.data() + begin_, end_ - begin_);
    begin_ = end_;
    ++number_;
    unterminated_ = true;
    return line;
  }
}

bool line_reader::fill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  searched_ -= begin_;
  begin_ = 0;
  for (;;) {
    const auto n = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - padding_ - end_);
    if (n > 0) {
      end_ += static_cast<std::size_t>(n);
      return true;
    }
    if (n == 0) return false;
    if (errno != EINTR) throw std::runtime_error(std::string("it cannot be read: ") + std::strerror(errno));
  }
}

}  // namespace selvage::check

#include "src/report/style/terminal.h"

#include <sys/ioctl.h>

namespace selvage::report {

std::size_t columns_of(int descriptor) noexcept {
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : 80;
}

std::string cut(std::string_view lines, std::size_t columns) {
  std::string out;
  std::size_t column = 0;
  for (const char c : lines) {
    const bool begins = (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    if (c == '\n') {
      column = 0;
    } else if (begins) {
      ++column;
    }
    if (column <= columns) out += c;
  }
  return out;
}

}  // namespace selvage::report

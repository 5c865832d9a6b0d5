#include "src/report/style/style.h"

#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace selvage::report {

style style_of(int descriptor) {
  const char* const no_colour = std::getenv("NO_COLOR");
  return {isatty(descriptor) != 0 && (no_colour == nullptr || *no_colour == '\0')};
}

std::size_t width_of(std::string_view text) noexcept {
  std::size_t n = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) ++n;
  }
  return n;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string result(text);
  const auto now = width_of(text);
  if (now < width) result.append(width - now, ' ');
  return result;
}

std::string grouped(std::uint64_t n) {
  auto text = std::to_string(n);
  for (auto at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace selvage::report

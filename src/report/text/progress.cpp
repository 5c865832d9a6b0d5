#include "src/report/text/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "src/report/style/style.h"
#include "src/report/style/terminal.h"

namespace selvage::report {

progress_line::progress_line(bool quiet, std::uint64_t expected, double seconds, const char* unit)
    : on_(!quiet && isatty(STDERR_FILENO) != 0), expected_(expected), seconds_(seconds), unit_(unit) {}

progress_line::~progress_line() { clear(); }

void progress_line::clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  shown_ = false;
}

void progress_line::update(std::uint64_t done, std::uint64_t violations) {
  const auto now = clock::now();
  if (!on_ || now - last_ < std::chrono::milliseconds(200)) return;
  last_ = now;
  const auto passed = std::chrono::duration<double>(now - begin_).count();
  const auto rate = passed > 0 ? static_cast<double>(done) / passed : 0;
  std::string left;
  double by_count = -1;
  if (expected_ > done && rate > 0) by_count = static_cast<double>(expected_ - done) / rate;
  if (seconds_ > 0) {
    const auto by_time = std::max(0.0, seconds_ - passed);
    by_count = by_count < 0 ? by_time : std::min(by_count, by_time);
  }
  if (by_count >= 0) left = fmt::format(", {:.0f} s left", by_count);
  const auto line =
      fmt::format("{} {}, {}/s, {} violation{}{}", grouped(done), unit_,
                  grouped(static_cast<std::uint64_t>(rate)), violations, violations == 1 ? "" : "s", left);
  std::fputs(("\r\033[K" + cut(line, columns_of(STDERR_FILENO))).c_str(), stderr);
  std::fflush(stderr);
  shown_ = true;
}

}  // namespace selvage::report

#include "src/report/text/fuzz_screen.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "src/report/style/style.h"
#include "src/report/style/terminal.h"

namespace selvage::report {
namespace {

std::string clock_text(std::chrono::steady_clock::duration d) {
  const auto s = std::chrono::duration_cast<std::chrono::seconds>(d).count();
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

}  // namespace

fuzz_screen::fuzz_screen(bool quiet, std::string title, const check::transition_bits& reachable)
    : quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0), title_(std::move(title)), reachable_(reachable) {}

fuzz_screen::~fuzz_screen() { clear(); }

void fuzz_screen::clear() {
  if (shown_ == 0) return;
  std::fprintf(stderr, "\033[%zuA\r\033[J", shown_);
  shown_ = 0;
}

std::string fuzz_screen::lines(const check::fuzz_board& board, clock::time_point now) {
  using counters = check::fuzz_counters;
  const auto executions = board.sum(&counters::executions);
  const auto taken = (board.transitions() & reachable_).count();
  const auto percent =
      reachable_.none() ? 100.0 : 100.0 * static_cast<double>(taken) / static_cast<double>(reachable_.count());
  const auto since = std::chrono::duration<double>(now - last_).count();
  // On a terminal a second's worth; the lines elsewhere are of ten each.
  const auto weight = terminal_ ? std::min(1.0, rate_ == 0 ? 1.0 : since) : 1.0;
  if (since > 0) rate_ += weight * (static_cast<double>(executions - executions_) / since - rate_);
  executions_ = executions;
  if (const auto news = board.sum(&counters::news); news != news_) {
    news_ = news;
    last_news_ = now;
  }
  const auto rate_text = grouped(static_cast<std::uint64_t>(rate_));
  const auto violations = board.sum(&counters::violations);
  if (!terminal_) {
    return fmt::format(
        "{} {} executions, {}/s, corpus {}, coverage {:.1f} %, {} reads-from pairs, {} violation{}, last new {} ago\n",
        clock_text(now - begin_), grouped(executions), rate_text, board.corpus(), percent, board.most(&counters::pairs),
        violations, violations == 1 ? "" : "s", clock_text(now - last_news_));
  }
  return fmt::format(
      "{}  {}\n"
      "  executions  {:<16} {}/s\n"
      "  corpus      {:<16} {} kept in this run, of {} programs\n"
      "  coverage    {:<16} {} of {} transitions of the model, {} reads-from pairs\n"
      "  violations  {:<16} last new {} ago\n",
      clock_text(now - begin_), title_, grouped(executions), rate_text, board.corpus(),
      grouped(board.sum(&counters::kept)), grouped(board.sum(&counters::programs)), fmt::format("{:.1f} %", percent),
      taken, reachable_.count(), board.most(&counters::pairs), violations, clock_text(now - last_news_));
}

void fuzz_screen::update(const check::fuzz_board& board) {
  const auto now = clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(10'000);
  if (quiet_ || now - last_ < pause) return;
  auto text = lines(board, now);
  if (terminal_) text = cut(text, columns_of(STDERR_FILENO));  // `clear` counts lines
  last_ = now;
  clear();
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
  if (terminal_) shown_ = static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

}  // namespace selvage::report

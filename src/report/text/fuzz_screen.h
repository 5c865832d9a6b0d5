#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "src/check/fuzz/farm.h"

namespace selvage::report {

/// What a fuzz run shows while it goes on: on a terminal a few lines that stay in their place, elsewhere a line every
/// ten seconds, both on standard error. Nothing when `quiet`.
class fuzz_screen {
 public:
  /// `title` says what is fuzzed; `reachable` are the transitions that there are to take.
  fuzz_screen(bool quiet, std::string title, const check::transition_bits& reachable);
  ~fuzz_screen();
  fuzz_screen(const fuzz_screen&) = delete;
  fuzz_screen& operator=(const fuzz_screen&) = delete;

  /// At most five times a second something is written on a terminal.
  void update(const check::fuzz_board& board);

  /// Wipes the lines.
  void clear();

 private:
  using clock = std::chrono::steady_clock;

  [[nodiscard]] std::string lines(const check::fuzz_board& board, clock::time_point now);

  bool quiet_;
  bool terminal_;
  std::string title_;
  check::transition_bits reachable_;
  clock::time_point begin_{clock::now()};
  clock::time_point last_{begin_};
  clock::time_point last_news_{begin_};
  std::uint64_t news_{};
  std::uint64_t executions_{};  ///< when last shown
  double rate_{};               ///< of executions, a second
  std::size_t shown_{};         ///< lines on the terminal
};

}  // namespace selvage::report

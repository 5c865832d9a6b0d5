#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "src/report/check_report.h"

namespace selvage::report {

/// A violation that several documents may hold.
struct merged_violation {
  std::string verdict;
  std::string clause;
  std::string program;   ///< of fuzz: its text
  std::string scenario;  ///< of check
  std::string text;
  std::string file;
  std::uint64_t execution{};  ///< of check: the first in any part, from 1
  std::uint64_t documents{1};
};

/// The JSON documents of several runs, taken together: all of `fuzz`, or all of `check`, whose parts have the same
/// programs.
struct fuzz_sum {
  std::string command;
  std::uint64_t documents{};
  std::uint64_t executions{};
  std::uint64_t steps{};
  std::uint64_t programs{};
  double seconds{};  ///< of all runs together
  bool inconclusive{};
  std::set<std::string> transitions;
  std::set<std::string> scenarios;           ///< of check
  std::vector<merged_violation> violations;  ///< of each verdict, clause and program (or scenario) one

  /// Takes one more document. Throws std::runtime_error, one sentence, for a text that is none of `fuzz` or `check`, or
  /// of the other one.
  void add(const std::string& text);

  [[nodiscard]] conclusion concluded() const noexcept;
};

[[nodiscard]] std::string to_text(const fuzz_sum& s, const style& look);
[[nodiscard]] std::string to_json(const fuzz_sum& s);

}  // namespace selvage::report

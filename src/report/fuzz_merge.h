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
  std::string program;
  std::string text;
  std::string file;
  std::uint64_t documents{1};
};

/// The JSON documents of several fuzz runs, taken together.
struct fuzz_sum {
  std::uint64_t documents{};
  std::uint64_t executions{};
  std::uint64_t steps{};
  std::uint64_t programs{};
  double seconds{};  ///< of all runs together
  bool inconclusive{};
  std::set<std::string> transitions;
  std::vector<merged_violation> violations;  ///< of each verdict, clause and program one

  /// Takes one more document. Throws std::runtime_error, one sentence, for a text that is no document of `fuzz`.
  void add(const std::string& text);

  [[nodiscard]] conclusion concluded() const noexcept;
};

[[nodiscard]] std::string to_text(const fuzz_sum& s, const style& look);
[[nodiscard]] std::string to_json(const fuzz_sum& s);

}  // namespace selvage::report

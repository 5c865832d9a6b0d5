#pragma once

#include <chrono>
#include <cstdint>

namespace selvage::report {

/// A line on standard error that says how far a campaign is: executions/s, executions done, violations, time left.
/// Writes nothing when standard error is no terminal, or when `quiet`.
class progress_line {
 public:
  /// `expected` executions and `seconds` are the whole budget; 0 when unknown. `unit` is what is counted.
  progress_line(bool quiet, std::uint64_t expected, double seconds, const char* unit = "executions");
  ~progress_line();
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  /// At most five times a second something is written.
  void update(std::uint64_t done, std::uint64_t violations);

  /// Wipes the line.
  void clear();

 private:
  using clock = std::chrono::steady_clock;

  bool on_;
  std::uint64_t expected_;
  double seconds_;
  const char* unit_;
  clock::time_point begin_{clock::now()};
  clock::time_point last_{};
  bool shown_{};
};

}  // namespace selvage::report

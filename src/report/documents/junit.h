#pragma once

#include <span>
#include <string>

namespace selvage::report {

/// One test case of a JUnit document.
struct junit_case {
  enum class outcome { passed, failed, error, skipped };

  std::string of;  ///< the class
  std::string name;
  double seconds{};
  outcome how{};
  std::string kind{};     ///< of a failure
  std::string message{};  ///< of a failure or an error
  std::string text{};     ///< of a failure
};

/// JUnit XML: one suite with these cases, which took `seconds` together.
[[nodiscard]] std::string junit_document(const std::string& suite, std::span<const junit_case> cases, double seconds);

}  // namespace selvage::report

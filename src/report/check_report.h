#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "src/check/coverage/coverage.h"
#include "src/check/suite/suite.h"
#include "src/program/scenarios.h"
#include "src/report/investigation.h"
#include "src/report/style/style.h"

namespace selvage::report {

enum class conclusion { holds, violated, inconclusive };

/// "holds", "violated", "inconclusive".
[[nodiscard]] const char* name(conclusion c) noexcept;

/// The command's exit status: 0, 1, 3.
[[nodiscard]] int exit_status(conclusion c) noexcept;

/// One program of a `check` and what it showed.
struct checked_item {
  std::string name;
  std::string program;  ///< on one line
  check::campaign_result result;
  std::vector<investigation> found;          ///< one for each of `result.violations`
  std::optional<check::client_claim> claim{};  ///< of a client's program
  check::program_fate fate{};                ///< of a client that is claimed to be safe

  /// It showed what it should: no violation, or what its claim says.
  [[nodiscard]] bool as_it_should() const;
};

/// All that one `check` has to say.
struct check_report {
  std::string subject;
  std::string profile;
  check::exploration how;
  std::vector<checked_item> items;
  std::string not_watched;                  ///< one sentence: what is not looked for, and why; empty for nothing
  std::vector<std::string> not_applicable;  ///< scenarios that need what the subject lacks
  double seconds{};

  [[nodiscard]] conclusion concluded() const noexcept;
  [[nodiscard]] std::uint64_t executions() const noexcept;
  [[nodiscard]] std::uint64_t steps() const noexcept;
  [[nodiscard]] std::size_t violations() const noexcept;
};

/// For people: every violation in full, then one line an item (`generated` programs in one line together), then the
/// sum. With `quiet` the violations and nothing else.
[[nodiscard]] std::string to_text(const check_report& r, const style& look, bool quiet);

/// The JSON document. The same for the same seed but for fields named `seconds`.
[[nodiscard]] std::string to_json(const check_report& r);

/// JUnit XML: one test case an item.
[[nodiscard]] std::string to_junit(const check_report& r);

}  // namespace selvage::report

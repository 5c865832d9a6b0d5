#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "src/check/fuzz/fuzzer.h"
#include "src/report/check_report.h"
#include "src/report/investigation.h"
#include "src/report/style/style.h"

namespace selvage::report {

/// A violation that a fuzzer found, made small.
struct fuzz_finding {
  std::string verdict;
  std::string clause;
  std::string text;
  std::string detail;
  std::string program;  ///< its text
  std::string shape;    ///< check::shape_of it
  std::string file;
  std::string content;    ///< of the file
  std::string described;  ///< for people
};

/// One line of bytes without a null, and back. Throws std::exception for what is none.
[[nodiscard]] std::string packed(const fuzz_finding& f);
[[nodiscard]] fuzz_finding unpacked_finding(std::string_view text);

/// The name of a finding's file: subject, verdict, clause and a hash of the program's shape.
[[nodiscard]] std::string fuzz_file_name(const check::counterexample& c, std::string_view shape);

/// All that one `fuzz` has to say.
struct fuzz_report {
  std::string subject;
  std::string profile;
  check::exploration how;
  std::uint16_t machines{};  ///< that its programs are checked against
  std::uint64_t executions{};
  std::uint64_t steps{};
  std::uint64_t programs{};
  std::uint64_t corpus{};
  std::uint64_t kept{};
  std::uint64_t pairs{};
  double seconds{};
  check::transition_bits reachable;
  check::transition_bits taken;
  std::vector<fuzz_finding> found;
  std::string inconclusive;

  [[nodiscard]] conclusion concluded() const noexcept;
};

/// What a machine's transitions have come to.
struct machine_coverage {
  std::string name;
  std::size_t reachable{};
  std::vector<const model::transition_info*> missing;
};

/// One a machine that the programs are checked against.
[[nodiscard]] std::vector<machine_coverage> by_machine(const fuzz_report& r);
/// Transitions taken of those that can be.
[[nodiscard]] std::size_t taken_of(const fuzz_report& r);

/// For people: every violation in full, then the sum. With `quiet` the violations and nothing else.
[[nodiscard]] std::string to_text(const fuzz_report& r, const style& look, bool quiet);

/// For people: by machine, the transitions that nobody has exercised, with their clauses.
[[nodiscard]] std::string coverage_text(const fuzz_report& r);

/// The JSON document.
[[nodiscard]] std::string to_json(const fuzz_report& r);

}  // namespace selvage::report

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>

#include "generators.h"
#include "src/check/subject/subject_library.h"
#include "src/check/suite/campaign.h"
#include "src/report/investigation.h"

namespace selvage::check {
namespace {

constexpr std::uint64_t executions_each = 300;
constexpr std::uint64_t executions_of_registrations = 60;  // theirs is a big machine

campaign_options options(std::uint64_t executions = executions_each) {
  campaign_options o;
  o.executions = executions;
  return o;
}

/// Explores the program; a violation is told in full, with the file that replays it.
bool conforms(const subject& s, const program& p, program* last_failure = nullptr,
              std::uint64_t executions = executions_each) {
  const auto result = run_campaign(s, p, options(executions));
  if (result.violations.empty()) return result.inconclusive.empty();
  if (last_failure != nullptr) *last_failure = p;
  return false;
}

void tell(const subject& s, const program& p) {
  const auto result = run_campaign(s, p, options());
  for (const auto& v : result.violations) {
    auto found = report::investigate(s, p, v, options(), {s.name, "strict", "property"});
    found.file = (std::filesystem::path("counterexamples") / report::file_name(found.shown)).string();
    write_counterexample(found.file, found.shown);
    std::cout << report::describe(found, {}) << '\n';
  }
}

/// Every program conforms on the reference, in every schedule explored.
int reference_conforms(rc::Gen<program> (*arbitrary)(const capabilities&), std::uint64_t executions) {
  const auto s = load_subject("reference");
  program failed;
  const bool good = rc::check("the reference conforms", [&] {
    const auto p = *arbitrary(s.can);
    RC_CLASSIFY(p.threads.size() > 2);
    RC_ASSERT(conforms(s, p, &failed, executions));
  });
  if (!good) tell(s, failed);
  return good ? 0 : 1;
}

int complain(const char* what) {
  std::printf("the harness itself failed: %s\n", what);
  return 1;
}

/// The harness can say no: it finds the textbook event's lost wakeup and makes it small.
int textbook_fails() {
  const auto s = load_subject("textbook");
  program failed;
  std::cout << "(the next property is meant to be falsified)\n";
  const bool good = rc::check("the textbook event conforms", [&] {
    const auto p = *arbitrary_program(s.can);
    RC_ASSERT(conforms(s, p, &failed));
  });
  if (good) return complain("the textbook event passed");
  tell(s, failed);
  const auto found = run_campaign(s, failed, options());
  if (found.violations.empty()) return complain("the shrunk program does not fail");
  const auto m = minimise(s, failed, found.violations.front(), options(), {.keep_clause = false});
  if (m.shown.verdict != model::verdict::lost_wakeup) return complain("the verdict is not lost-wakeup");
  if (m.what.threads.size() > 2 || m.what.operation_count() > 3) return complain("the program is not small");
  return 0;
}

/// Likewise with a registration whose wait outlives its unregister.
int left_wait_fails() {
  const auto s = load_subject("mutant-unregister-leaves-wait");
  const auto late = [&](const program& p) {
    return std::ranges::any_of(run_campaign(s, p, options(executions_of_registrations)).violations,
                               [](const violation& v) { return v.verdict == model::verdict::late_callback; });
  };
  program failed;
  std::cout << "(the next property is meant to be falsified)\n";
  const bool good = rc::check("no callback comes after an unregister", [&] {
    const auto p = *arbitrary_registrations(s.can);
    if (late(p)) {
      failed = p;
      RC_FAIL("a late callback");
    }
  });
  if (good) return complain("the registration that outlives its unregister passed");
  if (failed.threads.size() > 2 || failed.operation_count() > 4) return complain("the program is not small");
  return 0;
}

}  // namespace
}  // namespace selvage::check

int main(int argc, char** argv) {
  using namespace selvage::check;
  const std::string name = argc == 2 ? argv[1] : "";
  try {
    if (name == "reference-conforms") return reference_conforms(arbitrary_program, executions_each);
    if (name == "registrations-conform")
      return reference_conforms(arbitrary_registrations, executions_of_registrations);
    if (name == "textbook-fails") return textbook_fails();
    if (name == "left-wait-fails") return left_wait_fails();
  } catch (const std::exception& e) {
    std::printf("cannot run: %s\n", e.what());
    return 2;
  }
  std::printf("usage: property_tests reference-conforms | registrations-conform | textbook-fails | left-wait-fails\n");
  return 2;
}

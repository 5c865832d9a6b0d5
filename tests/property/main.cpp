#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>

#include "generators.h"
#include "src/check/campaign.h"
#include "src/report/investigation.h"

namespace selvage::check {
namespace {

constexpr std::uint64_t executions_each = 300;

campaign_options options() {
  campaign_options o;
  o.executions = executions_each;
  return o;
}

/// Explores the program; a violation is told in full, with the file that replays it.
bool conforms(const subject& s, const program& p, program* last_failure = nullptr) {
  const auto result = run_campaign(s, p, options());
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
int reference_conforms() {
  const auto s = load_subject("reference");
  program failed;
  const bool good = rc::check("the reference conforms", [&] {
    const auto p = *arbitrary_program(s.can);
    RC_CLASSIFY(p.threads.size() > 2);
    RC_ASSERT(conforms(s, p, &failed));
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

}  // namespace
}  // namespace selvage::check

int main(int argc, char** argv) {
  using namespace selvage::check;
  const std::string name = argc == 2 ? argv[1] : "";
  try {
    if (name == "reference-conforms") return reference_conforms();
    if (name == "textbook-fails") return textbook_fails();
  } catch (const std::exception& e) {
    std::printf("cannot run: %s\n", e.what());
    return 2;
  }
  std::printf("usage: property_tests reference-conforms | textbook-fails\n");
  return 2;
}

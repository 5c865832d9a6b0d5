#include "src/report/documents/junit.h"

#include <fmt/format.h>

#include <algorithm>

#include "src/report/style/markup.h"

namespace selvage::report {
namespace {

using outcome = junit_case::outcome;

std::string xml(const junit_case& c) {
  auto text = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(c.of), escaped(c.name)) +
              (c.how == outcome::skipped ? " time=\"0\"" : fmt::format(" time=\"{:.3f}\"", c.seconds));
  switch (c.how) {
    case outcome::passed:
      return text + "/>\n";
    case outcome::failed:
      text += fmt::format(">\n      <failure type=\"{}\" message=\"{}\"", escaped(c.kind), escaped(c.message)) +
              (c.text.empty() ? "/>" : ">" + escaped(c.text) + "</failure>");
      break;
    case outcome::error:
      text += fmt::format(">\n      <error message=\"{}\"/>", escaped(c.message));
      break;
    case outcome::skipped:
      text += ">\n      <skipped/>";
      break;
  }
  return text + "\n    </testcase>\n";
}

}  // namespace

std::string junit_document(const std::string& suite, std::span<const junit_case> cases, double seconds) {
  const auto count = [&](outcome o) { return std::ranges::count(cases, o, &junit_case::how); };
  std::string all;
  for (const auto& c : cases) all += xml(c);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"{}\" tests=\"{}\" "
      "failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n{}  </testsuite>\n</testsuites>\n",
      escaped(suite), cases.size(), count(outcome::failed), count(outcome::error), count(outcome::skipped), seconds,
      all);
}

}  // namespace selvage::report

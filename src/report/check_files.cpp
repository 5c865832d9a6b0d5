#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "src/report/check_report.h"
#include "src/report/markup.h"
#include "src/report/version.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

json violation_json(const checked_item& item, const check::violation& v, const investigation* found) {
  json j = {{"verdict", model::name(v.verdict)}, {"clause", v.clause}};
  j["scenario"] = item.name;
  j["execution"] = v.number();
  j["text"] = v.text;
  j["detail"] = found != nullptr ? found->shown.detail : v.detail;
  if (found != nullptr) {
    j["program"] = to_text(found->shown.what);
    j["schedule"] = to_text(found->shown.choices, std::string::npos);
    j["preemptions"] = found->preemptions;
    j["file"] = found->file;
  }
  return j;
}

}  // namespace

std::string to_json(const check_report& r) {
  json j = {{"tool", "selvage"},
            {"version", version},
            {"command", "check"},
            {"subject", r.subject},
            {"profile", r.profile},
            {"seed", r.how.seed},
            {"strategy", r.how.strategy},
            {"executions", r.executions()},
            {"steps", r.steps()},
            {"seconds", r.seconds},
            {"verdict", name(r.concluded())},
            {"violations", json::array()},
            {"programs", json::array()},
            {"not_applicable", r.not_applicable}};
  for (const auto& i : r.items) {
    for (std::size_t k = 0; k < i.result.violations.size() && !(i.claim && i.as_it_should()); ++k) {
      j["violations"].push_back(violation_json(i, i.result.violations[k], k < i.found.size() ? &i.found[k] : nullptr));
    }
    json p = {{"scenario", i.name},
              {"program", i.program},
              {"executions", i.result.executions},
              {"steps", i.result.steps},
              {"blocked", i.result.blocked},
              {"endless", i.result.endless},
              {"histories", i.result.distinct},
              {"histories_are_a_lower_bound", i.result.distinct_is_bound},
              {"exhausted", i.result.exhausted}};
    if (i.claim) {
      p["claim"] = {{"machine", i.claim->machine},
                    {"verdict", model::name(i.claim->verdict)},
                    {"clause", i.claim->clause},
                    {"kept", i.as_it_should()}};
    }
    if (!i.result.achieved.empty()) p["achieved"] = i.result.achieved;
    if (!i.result.inconclusive.empty()) p["inconclusive"] = i.result.inconclusive;
    p["seconds"] = i.result.seconds;
    j["programs"].push_back(std::move(p));
  }
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

std::string to_junit(const check_report& r) {
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::string cases;
  for (const auto& i : r.items) {
    cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"", escaped(r.subject),
                         escaped(i.name), i.result.seconds);
    if (i.claim && i.as_it_should()) {
      cases += "/>\n";
    } else if (i.claim && i.result.violations.empty() && i.result.inconclusive.empty()) {
      ++failures;
      cases += fmt::format(">\n      <failure type=\"claim\" message=\"what {} claims was not found\"/>\n    </testcase>\n",
                           escaped(i.name));
    } else if (!i.result.violations.empty()) {
      ++failures;
      const auto& v = i.result.violations.front();
      const auto text = i.found.empty() ? v.detail : describe(i.found.front(), {});
      cases += fmt::format(">\n      <failure type=\"{}\" message=\"{} {}\">{}</failure>\n    </testcase>\n",
                           model::name(v.verdict), escaped(v.clause), escaped(v.text), escaped(text));
    } else if (!i.result.inconclusive.empty()) {
      ++errors;
      cases += fmt::format(">\n      <error message=\"{}\"/>\n    </testcase>\n", escaped(i.result.inconclusive));
    } else {
      cases += "/>\n";
    }
  }
  for (const auto& n : r.not_applicable) {
    cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\">\n      <skipped/>\n    </testcase>\n",
                         escaped(r.subject), escaped(n));
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"selvage check\" tests=\"{}\" "
      "failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n{}  </testsuite>\n</testsuites>\n",
      r.items.size() + r.not_applicable.size(), failures, errors, r.not_applicable.size(), r.seconds, cases);
}

}  // namespace selvage::report

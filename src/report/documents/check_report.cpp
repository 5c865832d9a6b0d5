#include <nlohmann/json.hpp>

#include "src/report/check_report.h"
#include "src/report/documents/junit.h"
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
    if (!found->findings.empty()) j["findings"] = found->findings;
    if (found->later_executions != 0) j["later_executions"] = found->later_executions;
    for (const auto& next : found->led_to)
      j["led_to"] = {{"verdict", model::name(next.shown.verdict)},
                     {"clause", next.shown.clause},
                     {"detail", next.shown.detail},
                     {"schedule", to_text(next.shown.choices, std::string::npos)},
                     {"file", next.file}};
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
            {"weak_memory", r.how.engine.weak_memory},
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
  using outcome = junit_case::outcome;
  std::vector<junit_case> cases;
  for (const auto& i : r.items) {
    auto& c = cases.emplace_back(junit_case{r.subject, i.name, i.result.seconds});
    if (i.claim && i.as_it_should()) continue;
    if (i.claim && i.result.violations.empty() && i.result.inconclusive.empty()) {
      c.how = outcome::failed;
      c.kind = "claim";
      c.message = "what " + i.name + " claims was not found";
    } else if (!i.result.violations.empty()) {
      const auto& v = i.result.violations.front();
      c.how = outcome::failed;
      c.kind = model::name(v.verdict);
      c.message = v.clause + ' ' + v.text;
      c.text = i.found.empty() ? v.detail : describe(i.found.front(), {});
    } else if (!i.result.inconclusive.empty()) {
      c.how = outcome::error;
      c.message = i.result.inconclusive;
    }
  }
  for (const auto& n : r.not_applicable) cases.push_back({r.subject, n, 0, outcome::skipped});
  return junit_document("selvage check", cases, r.seconds);
}

}  // namespace selvage::report

#include <nlohmann/json.hpp>

#include "src/report/documents/junit.h"
#include "src/report/run_report.h"
#include "src/report/version.h"

namespace selvage::report {
namespace {

nlohmann::ordered_json violation_json(const run_report& r, const shown_violation& v) {
  const auto& o = v.shown;
  nlohmann::ordered_json j = {{"verdict", model::name(o.verdict)},
                              {"clause", ""},
                              {"program", command_line(r.what)},
                              {"execution", o.execution + 1},
                              {"detail", o.detail},
                              {"threads", o.stuck},
                              {"findings", o.findings},
                              {"schedule", check::to_text(o.choices, std::string::npos)},
                              {"preemptions", o.preemptions},
                              {"choices_found", v.found_steps},
                              {"output", v.output.output},
                              {"error_output", v.output.error},
                              {"file", v.file}};
  return j;
}

}  // namespace

std::string to_junit(const run_report& r) {
  using outcome = junit_case::outcome;
  junit_case c{"run", command_line(r.what), r.result.seconds};
  if (r.result.violation) {
    c.how = outcome::failed;
    c.kind = model::name(r.shown.verdict);
    c.message = r.shown.detail;
    c.text = violation_text(r, {});
  } else if (r.concluded() == conclusion::inconclusive) {
    c.how = outcome::error;
    c.message = r.result.inconclusive.empty() ? "nothing was executed" : r.result.inconclusive;
  }
  return junit_document("selvage run", {&c, 1}, r.result.seconds);
}

std::string to_json(const run_report& r) {
  using json = nlohmann::ordered_json;
  json j = {{"tool", "selvage"},
            {"version", version},
            {"command", "run"},
            {"program", r.what.path.string()},
            {"arguments", r.what.arguments},
            {"seed", r.how.seed},
            {"strategy", r.how.strategy},
            {"weak_memory", r.how.engine.weak_memory},
            {"executions", r.result.executions},
            {"steps", r.result.steps},
            {"seconds", r.result.seconds},
            {"verdict", name(r.concluded())},
            {"exhausted", r.result.exhausted}};
  if (!r.result.achieved.empty()) j["achieved"] = r.result.achieved;
  if (!r.result.inconclusive.empty()) j["inconclusive"] = r.result.inconclusive;
  j["violations"] = json::array();
  if (r.result.violation) j["violations"].push_back(violation_json(r, r));
  if (r.later && r.later->violation) {
    auto v = violation_json(r, r.led_to);
    v["with_points"] = r.result.violation->points;
    j["violations"].push_back(std::move(v));
  }
  if (r.later) j["later_executions"] = r.later->executions;
  if (!r.warning.empty()) j["warning"] = r.warning;
  for (const auto& c : r.result.not_instrumented)
    j["not_instrumented"].push_back({{"image", c.image}, {"sources", c.sources}});
  if (!r.result.slow_switch.empty()) j["slow_switch"] = r.result.slow_switch;
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report

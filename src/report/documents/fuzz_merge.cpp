#include <nlohmann/json.hpp>

#include "src/report/fuzz_merge.h"
#include "src/report/version.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

}  // namespace

std::string to_json(const fuzz_sum& s) {
  json j = {{"tool", "selvage"},          {"version", version},
            {"command", "merge"},         {"of", s.command},
            {"documents", s.documents},   {"programs", s.programs},
            {"executions", s.executions}, {"steps", s.steps},
            {"seconds", s.seconds},       {"verdict", name(s.concluded())},
            {"violations", json::array()}};
  if (s.command == "fuzz") j["transitions"] = s.transitions;
  for (const auto& v : s.violations) {
    j["violations"].push_back({{"verdict", v.verdict},
                               {"clause", v.clause},
                               {"text", v.text},
                               {"program", v.program},
                               {"file", v.file},
                               {"documents", v.documents}});
    if (v.scenario.empty()) continue;
    j["violations"].back()["scenario"] = v.scenario;
    j["violations"].back()["execution"] = v.execution;
  }
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report

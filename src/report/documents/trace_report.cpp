#include <nlohmann/json.hpp>

#include "src/report/trace_report.h"
#include "src/report/version.h"

namespace selvage::report {

std::string to_json(const check::trace_result& r, const std::string& file) {
  using json = nlohmann::ordered_json;
  json j = {{"tool", "selvage"},
            {"version", version},
            {"command", "trace check"},
            {"file", file},
            {"subject", r.header.subject},
            {"recorder", r.header.tool},
            {"profile", r.profile},
            {"executions", r.executions},
            {"unfinished", r.unfinished},
            {"events", r.events},
            {"lines", r.lines},
            {"bytes", r.bytes},
            {"seconds", r.seconds},
            {"verdict", name(concluded(r))},
            {"violations", json::array()}};
  if (!r.error.empty()) j["error"] = r.error;
  for (const auto& v : r.violations) {
    j["violations"].push_back({{"verdict", model::name(v.verdict)},
                               {"clause", v.clause},
                               {"text", v.text},
                               {"detail", v.detail},
                               {"line", v.line},
                               {"execution", v.execution},
                               {"executions", v.times},
                               {"event", v.event},
                               {"conforming_from_line", v.begins},
                               {"conforming_events", v.conforming},
                               {"states", v.states},
                               {"allowed", v.allowed}});
  }
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report

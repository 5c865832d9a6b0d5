#include <nlohmann/json.hpp>
#include <utility>

#include "src/report/fuzz_report.h"
#include "src/report/version.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

}  // namespace

std::string to_json(const fuzz_report& r) {
  json j = {{"tool", "selvage"},           {"version", version},
            {"command", "fuzz"},           {"subject", r.subject},
            {"profile", r.profile},        {"seed", r.how.seed},
            {"strategy", r.how.strategy},  {"weak_memory", r.how.engine.weak_memory},
            {"executions", r.executions},  {"steps", r.steps},
            {"seconds", r.seconds},        {"programs", r.programs},
            {"corpus", r.corpus},          {"kept", r.kept},
            {"reads_from_pairs", r.pairs}, {"verdict", name(r.concluded())},
            {"violations", json::array()}};
  if (!r.inconclusive.empty()) j["inconclusive"] = r.inconclusive;
  for (const auto& f : r.found) {
    j["violations"].push_back({{"verdict", f.verdict},
                               {"clause", f.clause},
                               {"text", f.text},
                               {"detail", f.detail},
                               {"program", f.program},
                               {"file", f.file}});
  }
  j["coverage"] = {{"taken", taken_of(r)}, {"reachable", r.reachable.count()}, {"machines", json::array()}};
  j["transitions"] = json::array();
  for (const auto& t : model::transitions()) {
    if (r.taken[static_cast<std::size_t>(t.id)]) j["transitions"].push_back(t.name);
  }
  for (const auto& m : by_machine(r)) {
    json missing = json::array();
    for (const auto* t : m.missing) missing.push_back(t->name);
    j["coverage"]["machines"].push_back(
        {{"machine", m.name}, {"reachable", m.reachable}, {"uncovered", std::move(missing)}});
  }
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report

#include "src/explore/result_text.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace selvage::check {

using nlohmann::json;

std::string to_line(const campaign_result& r) {
  json violations = json::array();
  for (const auto& v : r.violations) {
    violations.push_back({{"verdict", model::name(v.verdict)},
                          {"clause", v.clause},
                          {"text", v.text},
                          {"detail", v.detail},
                          {"execution", v.execution},
                          {"heap", v.heap},
                          {"watched", v.watched},
                          {"schedule", to_text(v.how)}});
  }
  const json line = {{"executions", r.executions},
                     {"steps", r.steps},
                     {"labels", r.labels},
                     {"blocked", r.blocked},
                     {"endless", r.endless},
                     {"distinct", r.distinct},
                     {"distinct_is_bound", r.distinct_is_bound},
                     {"hashes", r.hashes},
                     {"exhausted", r.exhausted},
                     {"achieved", r.achieved},
                     {"seconds", r.seconds},
                     {"inconclusive", r.inconclusive},
                     {"clauses", r.clauses},
                     {"violations", violations}};
  return line.dump(-1, ' ', true, json::error_handler_t::replace) + '\n';
}

campaign_result parse_line(std::string_view text) {
  try {
    const auto line = json::parse(text);
    campaign_result r;
    r.executions = line.at("executions");
    r.steps = line.at("steps");
    r.labels = line.at("labels");
    r.blocked = line.at("blocked");
    r.endless = line.at("endless");
    r.distinct = line.at("distinct");
    r.distinct_is_bound = line.at("distinct_is_bound");
    r.exhausted = line.at("exhausted");
    r.hashes = line.at("hashes").get<std::vector<std::uint64_t>>();
    r.achieved = line.at("achieved");
    r.seconds = line.at("seconds");
    r.inconclusive = line.at("inconclusive");
    r.clauses = line.at("clauses").get<std::set<std::string>>();
    for (const auto& from : line.at("violations")) {
      violation v;
      v.verdict = model::verdict_named(from.at("verdict").get<std::string>()).value();
      v.clause = from.at("clause");
      v.text = from.at("text");
      v.detail = from.at("detail");
      v.execution = from.at("execution");
      v.heap = from.at("heap").get<engine::heap_mode>();
      v.watched = from.at("watched");
      v.how = parse_schedule(from.at("schedule").get<std::string>());
      r.violations.push_back(std::move(v));
    }
    return r;
  } catch (const std::exception& e) {
    throw std::runtime_error(std::string("a worker sent what is no result: ") + e.what());
  }
}

}  // namespace selvage::check

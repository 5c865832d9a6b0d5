#include "src/run/task.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace selvage::run {
namespace {

using nlohmann::json;

json exploration_json(const check::exploration& e) {
  return {{"strategy", e.strategy},
          {"seed", e.seed},
          {"preemption_bound", e.preemption_bound},
          {"max_steps", e.engine.max_steps},
          {"memory_points", e.engine.memory_points},
          {"spurious", e.engine.spurious},
          {"interrupts", e.engine.interrupts},
          {"weak_memory", e.engine.weak_memory},
          {"environment_limit", e.engine.environment_limit},
          {"heap_bytes", e.engine.heap_bytes},
          {"heap", e.engine.heap},
          {"points", e.watched.points}};
}

check::exploration exploration_of(const json& j) {
  check::exploration e;
  e.strategy = j.at("strategy");
  e.seed = j.at("seed");
  e.preemption_bound = j.at("preemption_bound");
  e.engine.max_steps = j.at("max_steps");
  e.engine.memory_points = j.at("memory_points");
  e.engine.spurious = j.at("spurious");
  e.engine.interrupts = j.at("interrupts");
  e.engine.weak_memory = j.at("weak_memory");
  e.engine.environment_limit = j.at("environment_limit");
  e.engine.heap_bytes = j.at("heap_bytes");
  e.engine.heap = j.at("heap").get<engine::heap_mode>();
  e.watched.points = j.at("points").get<std::vector<std::string>>();
  return e;
}

model::verdict verdict_of(const json& j) {
  const auto v = model::verdict_named(j.get<std::string>());
  if (!v) throw std::invalid_argument("an unknown verdict");
  return *v;
}

json outcome_json(const outcome& o) {
  return {{"verdict", model::name(o.verdict)},
          {"detail", o.detail},
          {"stuck", o.stuck},
          {"findings", o.findings},
          {"unsupported", o.unsupported},
          {"choices", check::to_text(o.choices)},
          {"execution", o.execution},
          {"heap", o.heap},
          {"points", o.points},
          {"warnings", o.warnings},
          {"steps", o.steps},
          {"preemptions", o.preemptions},
          {"divergence", o.divergence},
          {"status", o.status},
          {"ended", o.ended},
          {"died", o.died}};
}

outcome outcome_of(const json& j) {
  outcome o;
  o.verdict = verdict_of(j.at("verdict"));
  o.detail = j.at("detail");
  o.stuck = j.at("stuck").get<std::vector<std::string>>();
  o.findings = j.at("findings");
  o.unsupported = j.at("unsupported");
  o.choices = check::parse_schedule(j.at("choices").get<std::string>());
  o.execution = j.at("execution");
  o.heap = j.at("heap").get<engine::heap_mode>();
  o.points = j.at("points").get<std::vector<std::string>>();
  o.warnings = j.at("warnings");
  o.steps = j.at("steps");
  o.preemptions = j.at("preemptions");
  o.divergence = j.at("divergence");
  o.status = j.at("status");
  o.ended = j.at("ended");
  o.died = j.at("died");
  return o;
}

json parsed(const std::string& text) {
  auto j = json::parse(text);
  if (j.value("protocol", 0) != protocol) throw std::invalid_argument("it is of another protocol");
  return j;
}

std::string text_of(const json& j) { return j.dump(1, ' ', false, json::error_handler_t::replace); }

}  // namespace

std::string to_json(const task& t) {
  return text_of({{"protocol", protocol},
                  {"kind", static_cast<int>(t.kind)},
                  {"how", exploration_json(t.how)},
                  {"executions", t.executions},
                  {"worker", t.worker},
                  {"first", t.first},
                  {"slots", t.slots},
                  {"search", t.search},
                  {"state_file", t.state_file},
                  {"seconds", t.seconds},
                  {"nonzero_is_failure", t.nonzero_is_failure},
                  {"exit_at_return", t.exit_at_return},
                  {"check_determinism", t.check_determinism},
                  {"detect", t.detect},
                  {"isolate", t.isolate},
                  {"execution", t.execution},
                  {"choices", check::to_text(t.choices)},
                  {"wanted", model::name(t.wanted)},
                  {"record", t.record},
                  {"answer_file", t.answer_file},
                  {"progress_file", t.progress_file}});
}

task task_from_json(const std::string& text) {
  const auto j = parsed(text);
  task t;
  t.kind = static_cast<task_kind>(j.at("kind").get<int>());
  t.how = exploration_of(j.at("how"));
  t.executions = j.at("executions");
  t.worker = j.at("worker");
  t.first = j.at("first");
  t.slots = j.at("slots");
  t.search = j.at("search");
  t.state_file = j.at("state_file");
  t.seconds = j.at("seconds");
  t.nonzero_is_failure = j.at("nonzero_is_failure");
  t.exit_at_return = j.at("exit_at_return");
  t.check_determinism = j.at("check_determinism");
  t.detect = j.at("detect");
  t.isolate = j.at("isolate");
  t.execution = j.at("execution");
  t.choices = check::parse_schedule(j.at("choices").get<std::string>());
  t.wanted = verdict_of(j.at("wanted"));
  t.record = j.at("record");
  t.answer_file = j.at("answer_file");
  t.progress_file = j.at("progress_file");
  return t;
}

std::string answer_file_of(const std::string& text) { return json::parse(text).at("answer_file"); }

std::string to_json(const outcome& o) { return text_of(outcome_json(o)); }
outcome outcome_from_json(const std::string& text) { return outcome_of(json::parse(text)); }

std::string to_json(const answer& a) {
  json j = {{"protocol", protocol},       {"executions", a.executions}, {"steps", a.steps},
            {"seconds", a.seconds},       {"exhausted", a.exhausted},   {"achieved", a.achieved},
            {"inconclusive", a.inconclusive}, {"ended_by", a.ended_by},
            {"slow_switch", a.slow_switch}, {"not_instrumented", json::array()}};
  for (const auto& c : a.not_instrumented) j["not_instrumented"].push_back({{"image", c.image}, {"sources", c.sources}});
  if (a.warned) j["warned"] = outcome_json(*a.warned);
  if (a.violation) j["violation"] = outcome_json(*a.violation);
  if (a.steps_taken) j["recording"] = record::to_json(*a.steps_taken);
  return text_of(j);
}

answer answer_from_json(const std::string& text) {
  const auto j = parsed(text);
  answer a;
  a.executions = j.at("executions");
  a.steps = j.at("steps");
  a.seconds = j.at("seconds");
  a.exhausted = j.at("exhausted");
  a.achieved = j.at("achieved");
  a.inconclusive = j.at("inconclusive");
  a.ended_by = j.at("ended_by");
  a.slow_switch = j.at("slow_switch");
  for (const auto& c : j.at("not_instrumented"))
    a.not_instrumented.push_back({c.at("image"), c.at("sources").get<std::vector<std::string>>()});
  if (j.contains("warned")) a.warned = outcome_of(j.at("warned"));
  if (j.contains("violation")) a.violation = outcome_of(j.at("violation"));
  if (j.contains("recording")) a.steps_taken = record::recording_from_json(j.at("recording").get<std::string>());
  return a;
}

}  // namespace selvage::run

#include "src/report/fuzz_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "src/report/version.h"

namespace selvage::report {

using json = nlohmann::ordered_json;

namespace {

merged_violation violation_in(const json& v) {
  merged_violation m{v.at("verdict"), v.at("clause"), v.at("program"), {}, v.at("text"), v.at("file"), 0, 1};
  if (!v.contains("scenario")) return m;
  m.scenario = v.at("scenario");
  m.execution = v.at("execution");
  return m;
}

/// Parts of a check may make one scenario's violation small in different ways.
bool alike(const merged_violation& a, const merged_violation& b) {
  return a.verdict == b.verdict && a.clause == b.clause && a.scenario == b.scenario &&
         (!a.scenario.empty() || a.program == b.program);
}

}  // namespace

void fuzz_sum::add(const std::string& text) {
  const char* const none = "is no document of 'selvage fuzz' or 'selvage check'";
  try {
    const auto j = json::parse(text);
    const std::string of = j.at("command");
    if (j.at("tool") != "selvage" || (of != "fuzz" && of != "check")) throw std::runtime_error(none);
    if (!command.empty() && command != of)
      throw std::runtime_error("is a document of 'selvage " + of + "', and those before it are of 'selvage " + command +
                               "'");
    command = of;
    ++documents;
    executions += j.at("executions").get<std::uint64_t>();
    steps += j.at("steps").get<std::uint64_t>();
    seconds += j.at("seconds").get<double>();
    inconclusive = inconclusive || j.at("verdict") == "inconclusive";
    if (of == "check") {
      for (const auto& p : j.at("programs")) scenarios.insert(p.at("scenario").get<std::string>());
      programs = scenarios.size();
    } else {
      programs += j.at("programs").get<std::uint64_t>();
      for (const auto& t : j.at("transitions")) transitions.insert(t.get<std::string>());
    }
    for (const auto& v : j.at("violations")) {
      auto m = violation_in(v);
      const auto same = std::ranges::find_if(violations, [&m](const auto& o) { return alike(o, m); });
      if (same == violations.end()) {
        violations.push_back(std::move(m));
        continue;
      }
      m.documents = same->documents + 1;
      if (m.execution < same->execution) {
        *same = std::move(m);
      } else {
        same->documents = m.documents;
      }
    }
  } catch (const json::exception&) {
    throw std::runtime_error(none);
  }
}

conclusion fuzz_sum::concluded() const noexcept {
  if (!violations.empty()) return conclusion::violated;
  return inconclusive || executions == 0 ? conclusion::inconclusive : conclusion::holds;
}

std::string to_text(const fuzz_sum& s, const style& look) {
  std::string out;
  for (const auto& v : s.violations)
    out += fmt::format("{}  {}{}{}\n", look.bad(v.verdict), v.clause.empty() ? "" : v.clause + ": ", v.text,
                       v.file.empty() ? "" : "\n  replay: selvage replay " + v.file);
  const auto c = s.concluded();
  const auto covered =
      s.command == "fuzz" ? fmt::format("{} transitions of the model, ", s.transitions.size()) : std::string();
  return out + fmt::format("{}: {} documents, {} programs, {} executions, {}{} violation{}\n",
                           c == conclusion::holds ? look.good(name(c)) : look.bad(name(c)), s.documents,
                           grouped(s.programs), grouped(s.executions), covered, s.violations.size(),
                           s.violations.size() == 1 ? "" : "s");
}

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

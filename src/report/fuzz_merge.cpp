#include "src/report/fuzz_merge.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

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

}  // namespace selvage::report

#include "src/report/fuzz_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "src/report/version.h"

namespace selvage::report {

using json = nlohmann::ordered_json;

void fuzz_sum::add(const std::string& text) {
  try {
    const auto j = json::parse(text);
    if (j.at("tool") != "selvage" || j.at("command") != "fuzz")
      throw std::runtime_error("is no document of 'selvage fuzz'");
    ++documents;
    executions += j.at("executions").get<std::uint64_t>();
    steps += j.at("steps").get<std::uint64_t>();
    programs += j.at("programs").get<std::uint64_t>();
    seconds += j.at("seconds").get<double>();
    inconclusive = inconclusive || j.at("verdict") == "inconclusive";
    for (const auto& t : j.at("transitions")) transitions.insert(t.get<std::string>());
    for (const auto& v : j.at("violations")) {
      merged_violation m{v.at("verdict"), v.at("clause"), v.at("program"), v.at("text"), v.at("file"), 1};
      const auto same = std::ranges::find_if(violations, [&m](const auto& o) {
        return o.verdict == m.verdict && o.clause == m.clause && o.program == m.program;
      });
      if (same == violations.end()) {
        violations.push_back(std::move(m));
      } else {
        ++same->documents;
      }
    }
  } catch (const json::exception&) {
    throw std::runtime_error("is no document of 'selvage fuzz'");
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
  return out +
         fmt::format("{}: {} documents, {} programs, {} executions, {} transitions of the model, {} violation{}\n",
                     c == conclusion::holds ? look.good(name(c)) : look.bad(name(c)), s.documents, grouped(s.programs),
                     grouped(s.executions), s.transitions.size(), s.violations.size(),
                     s.violations.size() == 1 ? "" : "s");
}

std::string to_json(const fuzz_sum& s) {
  json j = {{"tool", "selvage"},
            {"version", version},
            {"command", "merge"},
            {"documents", s.documents},
            {"programs", s.programs},
            {"executions", s.executions},
            {"steps", s.steps},
            {"seconds", s.seconds},
            {"verdict", name(s.concluded())},
            {"transitions", s.transitions},
            {"violations", json::array()}};
  for (const auto& v : s.violations) {
    j["violations"].push_back({{"verdict", v.verdict},
                               {"clause", v.clause},
                               {"text", v.text},
                               {"program", v.program},
                               {"file", v.file},
                               {"documents", v.documents}});
  }
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report

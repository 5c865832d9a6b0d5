#include "src/report/run_report.h"

#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <ranges>

#include "src/engine/strategy.h"
#include "src/report/junit.h"
#include "src/report/version.h"

namespace selvage::report {
namespace {

std::string command_line(const run::executable& e) {
  std::string text = e.path.string();
  for (const auto& a : e.arguments) text += ' ' + a;
  return text;
}

std::string indented(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    result += "    " + std::string(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string ordinal(std::uint64_t execution) {
  return execution == engine::profile_index ? "the measuring execution" : "execution " + grouped(execution + 1);
}

std::string violation_text(const shown_violation& r, const style& look) {
  const auto& o = r.shown;
  std::string text = look.bad(model::name(o.verdict)) + " in " + ordinal(o.execution) + '\n';
  if (!o.detail.empty()) text += "  " + o.detail + '\n';
  for (const auto& s : o.stuck) text += "  " + s + '\n';
  // Their first sentence is the detail.
  const auto said = o.findings.starts_with(o.detail + '\n') ? o.detail.size() + 1 : 0;
  if (o.findings.size() > said) text += indented(std::string_view(o.findings).substr(said));
  if (!o.choices.steps.empty()) {
    text += fmt::format("\n  schedule, {} preemption(s){}\n", o.preemptions,
                        r.found_steps > o.choices.steps.size()
                            ? fmt::format(", {} choices of {}", o.choices.steps.size(), r.found_steps)
                            : fmt::format(", {} choices", o.choices.steps.size()));
    text += indented(check::to_text(o.choices));
  }
  if (!r.output.output.empty()) text += "\n  standard output of that execution\n" + indented(r.output.output);
  if (!r.output.error.empty()) text += "\n  standard error of that execution\n" + indented(r.output.error);
  if (!r.not_repeated.empty()) text += "\n  " + r.not_repeated + '\n';
  if (!r.file.empty()) text += "\n  " + look.strong("selvage replay " + r.file) + " reproduces it\n";
  return text + '\n';
}

/// What became of a race with its places as scheduling points.
std::string later_text(const run_report& r, const style& look) {
  const auto& a = *r.later;
  std::string text = "with the places of the race as scheduling points:\n";
  if (a.violation) return text + violation_text(r.led_to, look);
  return text + "  " + (a.inconclusive.empty() ? "nothing else" : "inconclusive: " + a.inconclusive) + " in " +
         grouped(a.executions) + " executions\n\n";
}

std::string not_instrumented_text(const std::vector<run::unseen_code>& code) {
  constexpr std::size_t shown = 4;
  std::string list;
  for (const auto& c : code) {
    list += (list.empty() ? "" : ", ") + c.image;
    if (c.sources.empty()) continue;
    list += fmt::format(" ({}", fmt::join(c.sources | std::views::take(shown), ", "));
    list += c.sources.size() > shown ? fmt::format(" and {} more)", c.sources.size() - shown) : ")";
  }
  if (list.empty()) return {};
  return "not instrumented: " + list +
         "; atomics there are no scheduling points and accesses are not seen, so that a violation may be none, and one "
         "may be missed: compile all with selvage-cc or selvage-c++\n";
}

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

conclusion run_report::concluded() const noexcept {
  if (result.violation) return conclusion::violated;
  return !result.inconclusive.empty() || result.executions == 0 ? conclusion::inconclusive : conclusion::holds;
}

std::string to_text(const run_report& r, const style& look, bool quiet) {
  std::string text;
  if (r.result.violation) text += violation_text(r, look);
  if (r.later) text += later_text(r, look);
  if (!r.warning.empty() && !quiet) text += look.strong("warning") + "\n" + indented(r.warning) + '\n';
  if (!r.result.inconclusive.empty()) text += "inconclusive: " + r.result.inconclusive + '\n';
  if (quiet) return text;
  text += not_instrumented_text(r.result.not_instrumented);
  const auto c = r.concluded();
  const auto rate = r.result.seconds > 0 ? static_cast<double>(r.result.executions) / r.result.seconds : 0;
  text += fmt::format("{}: {}; {} executions, {} steps, {:.2f} s, {} executions/s; strategy {}, seed {}\n",
                      command_line(r.what), c == conclusion::holds ? look.good(name(c)) : look.bad(name(c)),
                      grouped(r.result.executions), grouped(r.result.steps), r.result.seconds,
                      grouped(static_cast<std::uint64_t>(rate)), r.how.words(), r.how.seed);
  if (!r.result.achieved.empty()) text += "covered: " + r.result.achieved + '\n';
  return text;
}

timeline timeline_of(const run_report& r) {
  const auto& o = r.shown;
  auto t = draw(*r.steps, std::string(model::name(o.verdict)), nullptr);
  t.title = o.detail;
  t.facts = {
      {"program", command_line(r.what)},
      {"found in", ordinal(o.execution) + " of seed " + std::to_string(r.how.seed) + " (" + r.how.words() + ")"},
      {"schedule", fmt::format("{} choices, {} preemptions", o.choices.steps.size(), o.preemptions)}};
  if (!r.file.empty()) t.facts.push_back({"replay", "selvage replay " + r.file});
  for (const auto& s : o.stuck) t.notes.push_back(s);
  return t;
}

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
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report

#include <fmt/ranges.h>

#include <algorithm>
#include <ranges>
#include <string_view>

#include "src/report/run_report.h"

namespace selvage::report {
namespace {

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

std::string indented(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    result += "    " + std::string(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

/// What became of a race with its places as scheduling points.
std::string later_text(const run_report& r, const style& look) {
  const auto& a = *r.later;
  std::string text = "with the places of the race as scheduling points:\n";
  if (a.violation) return text + violation_text(r.led_to, look);
  return text + "  " + (a.inconclusive.empty() ? "nothing else" : "inconclusive: " + a.inconclusive) + " in " +
         grouped(a.executions) + " executions\n\n";
}

}  // namespace

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

std::string to_text(const run_report& r, const style& look, bool quiet) {
  std::string text;
  if (r.result.violation) text += violation_text(r, look);
  if (r.later) text += later_text(r, look);
  if (!r.warning.empty() && !quiet) text += look.strong("warning") + "\n" + indented(r.warning) + '\n';
  if (!r.result.inconclusive.empty()) text += "inconclusive: " + r.result.inconclusive + '\n';
  if (quiet) return text;
  text += not_instrumented_text(r.result.not_instrumented);
  if (!r.result.slow_switch.empty()) text += r.result.slow_switch + '\n';
  const auto c = r.concluded();
  const auto rate = r.result.seconds > 0 ? static_cast<double>(r.result.executions) / r.result.seconds : 0;
  text += fmt::format("{}: {}; {} executions, {} steps, {:.2f} s, {} executions/s; strategy {}, seed {}\n",
                      command_line(r.what), c == conclusion::holds ? look.good(name(c)) : look.bad(name(c)),
                      grouped(r.result.executions), grouped(r.result.steps), r.result.seconds,
                      grouped(static_cast<std::uint64_t>(rate)), r.how.words(), r.how.seed);
  if (!r.result.achieved.empty()) text += "covered: " + r.result.achieved + '\n';
  return text;
}

}  // namespace selvage::report

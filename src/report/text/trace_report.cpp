#include <fmt/format.h>

#include "src/report/trace_report.h"

namespace selvage::report {
namespace {

constexpr std::size_t most_states = 12;  // shown to people; the JSON document has all

std::string listed(const std::vector<std::string>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size() && i < most_states; ++i) text += "    " + lines[i] + '\n';
  if (lines.size() > most_states) text += fmt::format("    and {} more\n", lines.size() - most_states);
  return text;
}

std::string source(const std::string& file) { return file == "-" ? "standard input" : file; }

std::string prefix(const check::trace_violation& v) {
  if (v.conforming == 0) return "none of its events";
  return fmt::format("{} event{} from line {} on", grouped(v.conforming), v.conforming == 1 ? "" : "s", v.begins);
}

std::string describe(const check::trace_violation& v, const std::string& file, const style& look) {
  auto text = fmt::format("{}  {}{}\n  {}\n", look.bad(model::name(v.verdict)),
                          v.clause.empty() ? "" : look.strong(v.clause) + ": ", v.text, v.detail);
  text += fmt::format("  in {}, line {}, execution {}: {}\n", source(file), v.line, grouped(v.execution), v.event);
  text += fmt::format("  longest conforming prefix: {}\n", prefix(v));
  text += fmt::format("  the model was in {}:\n", v.states.size() == 1 ? "this state" : "one of these states");
  text += listed(v.states);
  text += "  and would have allowed instead:\n";
  text += v.allowed.empty() ? "    nothing but a client's next call\n" : listed(v.allowed);
  if (v.times > 1) text += fmt::format("  so in {} executions\n", grouped(v.times));
  return text;
}

}  // namespace

std::string to_text(const check::trace_result& r, const std::string& file, const style& look, bool quiet) {
  std::string out;
  for (const auto& v : r.violations) out += describe(v, file, look) + (quiet ? "" : "\n");
  if (quiet || !r.error.empty()) return out;
  const auto c = concluded(r);
  const auto word = c == conclusion::holds ? look.good(name(c)) : look.bad(name(c));
  const auto rate = r.seconds > 0 ? static_cast<double>(r.events) / r.seconds : 0;
  const auto& subject = r.header.subject;
  out += fmt::format("{}: {} held to {}; {} event{} of {} execution{} in {:.1f} s ({} events/s)\n", word,
                     subject.empty() ? source(file) : subject, r.profile, grouped(r.events), r.events == 1 ? "" : "s",
                     grouped(r.executions), r.executions == 1 ? "" : "s", r.seconds,
                     grouped(static_cast<std::uint64_t>(rate)));
  if (r.unfinished != 0) {
    out += fmt::format(
        "{} execution{} with calls pending and no final quiescent event: whether they had to return was not judged\n",
        grouped(r.unfinished), r.unfinished == 1 ? " ends" : "s end");
  }
  return out;
}

}  // namespace selvage::report

#include "src/report/run_report.h"

#include <fmt/format.h>

#include "src/engine/strategy.h"
#include "src/report/timeline/drawing.h"

namespace selvage::report {

conclusion run_report::concluded() const noexcept {
  if (result.violation) return conclusion::violated;
  return !result.inconclusive.empty() || result.executions == 0 ? conclusion::inconclusive : conclusion::holds;
}

std::string command_line(const run::executable& e) {
  std::string text = e.path.string();
  for (const auto& a : e.arguments) text += ' ' + a;
  return text;
}

std::string ordinal(std::uint64_t execution) {
  return execution == engine::profile_index ? "the measuring execution" : "execution " + grouped(execution + 1);
}

timeline timeline_of(const run_report& r) {
  const auto& o = r.shown;
  auto t = draw(*r.steps, std::string(model::name(o.verdict)), nullptr);
  t.title = o.detail;
  t.facts = {{"program", command_line(r.what)},
             {"found in", ordinal(o.execution) + " of seed " + std::to_string(r.how.seed) + " (" + r.how.words() + ")"},
             {"schedule", fmt::format("{} choices, {} preemptions", o.choices.steps.size(), o.preemptions)}};
  if (!r.file.empty()) t.facts.push_back({"replay", "selvage replay " + r.file});
  for (const auto& s : o.stuck) t.notes.push_back(s);
  return t;
}

}  // namespace selvage::report

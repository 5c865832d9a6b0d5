#include "src/program/object_names.h"
#include "src/report/investigation.h"
#include "src/report/timeline/history_table.h"

namespace selvage::report {

std::string describe(const investigation& i, const style& look) {
  const auto& c = i.shown;
  std::string out = look.bad(model::name(c.verdict));
  if (!c.clause.empty()) out += "  " + look.strong(c.clause) + ": " + c.text;
  out += '\n';
  if (!c.detail.empty()) out += "  " + check::with_names(c.detail, c.what) + '\n';
  out += "  subject   " + c.subject + ", held to the profile " + c.profile + '\n';
  out += "  found in  " + c.origin + ", execution " + std::to_string(c.execution + 1) + " of seed " +
         std::to_string(c.how.seed) + " (" + c.how.words() + ")\n";
  out += "  program   " + to_short_text(c.what) + '\n';
  for (const auto& o : c.what.objects) {
    if (o.spec != model::object_spec{.kind = o.spec.kind}) {
      out += "            with " + check::object_text(c.what, o) + '\n';
    }
  }
  out += "  schedule  " + std::to_string(c.choices.steps.size()) +
         (c.choices.steps.size() == 1 ? " choice, " : " choices, ") + std::to_string(i.preemptions) +
         (i.preemptions == 1 ? " preemption\n" : " preemptions\n");
  if (!i.labels.empty()) out += '\n' + history_table(c.what, i.labels, i.refused, look);
  if (!i.states.empty()) {
    out += "\n  the model was in " + std::string(i.states.size() == 1 ? "this state" : "one of these states") + ":\n";
    for (std::size_t k = 0; k < i.states.size() && k < 8; ++k) out += "    " + i.states[k] + '\n';
    if (i.states.size() > 8) out += "    ... and " + std::to_string(i.states.size() - 8) + " more\n";
  }
  if (!i.findings.empty()) out += "\n  the detectors say:\n" + check::indented(i.findings);
  if (!i.file.empty()) out += "\n  replay: selvage replay " + i.file + '\n';
  if (i.later_executions != 0) {
    out += "\n  with the places of the race as scheduling points ";
    out += i.led_to.empty() ? "nothing else in " + grouped(i.later_executions) + " executions\n"
                            : "the same program shows:\n\n" + describe(i.led_to.front(), look);
  }
  return out;
}

}  // namespace selvage::report

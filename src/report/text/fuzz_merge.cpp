#include <fmt/format.h>

#include "src/report/fuzz_merge.h"

namespace selvage::report {

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

}  // namespace selvage::report

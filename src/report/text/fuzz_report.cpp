#include <fmt/format.h>

#include "src/report/fuzz_report.h"

namespace selvage::report {
namespace {

std::string clauses_of(const model::transition_info& t) {
  std::string text;
  for (const auto c : t.clauses) text += (text.empty() ? "" : ", ") + std::string(c);
  return text;
}

}  // namespace

std::string to_text(const fuzz_report& r, const style& look, bool quiet) {
  std::string out;
  for (const auto& f : r.found) out += f.described + '\n';
  if (quiet) return out;
  const auto c = r.concluded();
  const auto word = c == conclusion::holds ? look.good(name(c)) : look.bad(name(c));
  const auto rate = r.seconds > 0 ? static_cast<double>(r.executions) / r.seconds : 0;
  const auto percent =
      r.reachable.none() ? 100.0 : 100.0 * static_cast<double>(taken_of(r)) / static_cast<double>(r.reachable.count());
  if (!r.inconclusive.empty()) out += "inconclusive: " + r.inconclusive + '\n';
  out += fmt::format(
      "coverage: {} of {} transitions of the model, {:.1f} %; {} reads-from pairs; corpus {}, {} of it new\n",
      taken_of(r), r.reachable.count(), percent, grouped(r.pairs), grouped(r.corpus), grouped(r.kept));
  out += fmt::format(
      "{}: {} held to {}; {} programs, {} executions, {} steps in {:.1f} s ({} executions/s); seed {}, {}\n", word,
      r.subject, r.profile, grouped(r.programs), grouped(r.executions), grouped(r.steps), r.seconds,
      grouped(static_cast<std::uint64_t>(rate)), r.how.seed, r.how.words());
  return out;
}

std::string coverage_text(const fuzz_report& r) {
  std::string out;
  for (const auto& m : by_machine(r)) {
    out += fmt::format("{} {} of {}{}\n", padded(m.name, 20), m.reachable - m.missing.size(), m.reachable,
                       m.missing.empty() ? "" : "; nobody has exercised:");
    for (const auto* t : m.missing) out += fmt::format("  {} {}\n", padded(t->name, 28), clauses_of(*t));
  }
  return out;
}

}  // namespace selvage::report

#include <fmt/format.h>

#include <algorithm>

#include "src/report/check_report.h"

namespace selvage::report {
namespace {

std::string claimed(const check::client_claim& c) {
  return std::string(model::name(c.verdict)) + (c.clause.empty() ? "" : " " + std::string(c.clause));
}

/// What became of a client, and whether it was claimed.
std::string fate_of(const checked_item& i) {
  const auto& c = *i.claim;
  const std::string machine(c.machine);
  if (c.verdict == model::verdict::holds) {
    if (!i.result.violations.empty()) return "claimed to be safe on " + machine + ", and is not";
    if (i.fate.strands || i.result.blocked != 0)
      return "claimed to be safe on " + machine + ", and a call may never return, whatever the machine";
    return "safe on " + machine + ": every call returns" +
           (i.fate.complete ? ", in all of " + grouped(i.fate.states) + " states"
                            : ", in the first " + grouped(i.fate.states) + " states");
  }
  if (!i.as_it_should()) return "claimed to end in " + claimed(c) + " on " + machine + ", which was not found";
  return "stranded on " + machine + " as claimed: " + claimed(c) +
         (i.found.empty() || i.found.front().file.empty() ? "" : ", " + i.found.front().file);
}

bool generated(const checked_item& i) { return i.name.starts_with("generated-"); }

std::string mark_of(const checked_item& i, const style& look) {
  if (!i.result.inconclusive.empty() && i.result.violations.empty()) return look.strong("?");
  return i.as_it_should() ? look.good("✓") : look.bad("✗");
}

std::string outcome_of(const checked_item& i) {
  const auto& r = i.result;
  if (i.claim && r.inconclusive.empty()) return fate_of(i);
  if (!r.violations.empty()) {
    const auto& v = r.violations.front();
    return std::string(model::name(v.verdict)) + (v.clause.empty() ? "" : " " + v.clause) +
           (i.found.empty() || i.found.front().file.empty() ? "" : ", " + i.found.front().file);
  }
  if (!r.inconclusive.empty()) return "inconclusive: " + r.inconclusive;
  std::string text =
      grouped(r.distinct) + (r.distinct_is_bound ? " or more" : "") + (r.distinct == 1 ? " history" : " histories");
  const auto share = [&](std::uint64_t n, std::string_view what) {
    if (n != 0)
      text += fmt::format(", {:.0f} % {} as the model says",
                          100.0 * static_cast<double>(n) / static_cast<double>(r.executions), what);
  };
  share(r.blocked, "blocked");
  share(r.endless, "endless");
  if (!r.achieved.empty()) text += ", " + r.achieved;
  return text;
}

std::string line_of(const checked_item& i, std::size_t width, const style& look) {
  return fmt::format("{} {} {:>12}  {}\n", mark_of(i, look), padded(i.name, width), grouped(i.result.executions),
                     outcome_of(i));
}

std::string summary(const check_report& r, const style& look) {
  const auto c = r.concluded();
  const auto rate = r.seconds > 0 ? static_cast<double>(r.executions()) / r.seconds : 0;
  const auto word = c == conclusion::holds ? look.good(name(c)) : look.bad(name(c));
  return fmt::format(
      "{}: {} held to {}; {} programs, {} executions, {} steps in {:.1f} s ({} executions/s); seed {}, {}\n", word,
      r.subject, r.profile, r.items.size(), grouped(r.executions()), grouped(r.steps()), r.seconds,
      grouped(static_cast<std::uint64_t>(rate)), r.how.seed, r.how.words());
}

}  // namespace

std::string to_text(const check_report& r, const style& look, bool quiet) {
  std::string out;
  std::size_t width = 8;
  for (const auto& i : r.items) {
    if (!generated(i) || !i.result.violations.empty()) width = std::max(width, i.name.size());
    for (const auto& found : i.found) {
      if (!found.brief) out += describe(found, look) + '\n';
    }
  }
  if (quiet) return out;
  check::campaign_result rest;
  std::size_t programs = 0;
  for (const auto& i : r.items) {
    if (generated(i) && i.result.violations.empty() && i.result.inconclusive.empty()) {
      ++programs;
      rest.executions += i.result.executions;
      rest.distinct += i.result.distinct;
      rest.distinct_is_bound = rest.distinct_is_bound || i.result.distinct_is_bound;
      rest.blocked += i.result.blocked;
      rest.endless += i.result.endless;
    } else {
      out += line_of(i, width, look);
    }
  }
  if (programs != 0) {
    out += line_of({fmt::format("{} generated programs", programs), {}, rest, {}}, width, look);
  }
  for (const auto& n : r.not_applicable) out += fmt::format("- {} {:>12}  not applicable\n", padded(n, width), "");
  if (!r.not_watched.empty()) out += r.not_watched + '\n';
  return out + summary(r, look);
}

}  // namespace selvage::report

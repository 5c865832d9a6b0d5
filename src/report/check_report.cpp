#include "src/report/check_report.h"

#include <algorithm>

namespace selvage::report {

const char* name(conclusion c) noexcept {
  switch (c) {
    case conclusion::holds:
      return "holds";
    case conclusion::violated:
      return "violated";
    case conclusion::inconclusive:
      return "inconclusive";
  }
  return "?";
}

int exit_status(conclusion c) noexcept {
  switch (c) {
    case conclusion::holds:
      return 0;
    case conclusion::violated:
      return 1;
    case conclusion::inconclusive:
      return 3;
  }
  return 3;
}

conclusion check_report::concluded() const noexcept {
  if (violations() != 0) return conclusion::violated;
  const bool open = std::ranges::any_of(items, [](const auto& i) { return !i.result.inconclusive.empty(); });
  return open || executions() == 0 ? conclusion::inconclusive : conclusion::holds;
}

std::uint64_t check_report::executions() const noexcept {
  std::uint64_t n = 0;
  for (const auto& i : items) n += i.result.executions;
  return n;
}

std::uint64_t check_report::steps() const noexcept {
  std::uint64_t n = 0;
  for (const auto& i : items) n += i.result.steps;
  return n;
}

std::size_t check_report::violations() const noexcept {
  std::size_t n = 0;
  for (const auto& i : items) {
    if (!i.claim) n += i.result.violations.size();
    if (i.claim && i.result.inconclusive.empty() && !i.as_it_should()) ++n;
  }
  return n;
}

bool checked_item::as_it_should() const {
  if (!claim) return result.violations.empty();
  if (claim->verdict == model::verdict::holds) return result.violations.empty() && result.blocked == 0 && !fate.strands;
  return std::ranges::any_of(result.violations, [this](const auto& v) {
    return v.verdict == claim->verdict && (claim->clause.empty() || v.clause == claim->clause);
  });
}

}  // namespace selvage::report

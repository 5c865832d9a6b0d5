#include "src/report/inferred.h"

#include <algorithm>
#include <bit>

#include "model/clause.h"
#include "src/report/recorded.h"

namespace selvage::report {
namespace {

/// The named profile with the fewest liberties beyond these, or nothing.
std::string profile_with(check::liberty_set liberties) {
  const model::profile* best = nullptr;
  for (const auto& p : model::profiles()) {
    if ((p.liberties & liberties) != liberties) continue;
    if (best == nullptr || std::popcount(p.liberties) < std::popcount(best->liberties)) best = &p;
  }
  return best == nullptr ? std::string() : std::string(best->name);
}

bool names(std::span<const investigation> all, std::string_view clause) {
  return std::ranges::any_of(all, [&](const investigation& i) { return i.shown.clause == clause; });
}

/// A violation that only sets with this liberty excuse, or null: of a clause that names the liberty, if there is one.
const check::judged_violation* example_of(model::liberty l, const check::inference& judged) {
  const auto bit = check::liberty_set{1} << static_cast<unsigned>(l);
  const check::judged_violation* best = nullptr;
  if ((judged.liberties & bit) == 0) return best;
  for (const auto& j : judged.found) {
    if (j.excuses.empty() || !std::ranges::all_of(j.excuses, [&](auto set) { return (set & bit) != 0; })) continue;
    const auto* const clause = model::clause_named(j.what.clause);
    if (clause != nullptr && clause->liberty.find(model::name(l)) != std::string_view::npos) return &j;
    if (best == nullptr) best = &j;
  }
  return best;
}

inferred infer(const check::subject& s, const comparison_options& options) {
  const auto items = comparison_items(s, options);
  const auto judged = check::infer_liberties(s, items, options.suite, options.tick);
  inferred result{s.name, judged.liberties, profile_with(judged.liberties), {}, {}, {}};
  auto each = options.suite.each;
  for (const auto l : check::all_liberties()) {
    const auto* const j = example_of(l, judged);
    if (j != nullptr) result.taken.push_back(investigate_into(options.out, s, items[j->item], j->what, each));
  }
  const model::profile granted{"inferred", judged.liberties};
  each.held_to = &granted;
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (const auto& v : judged.results[i].violations) {
      if (v.clause.empty()) {
        result.notes.push_back(items[i].name + ": " + std::string(model::name(v.verdict)) + ": " + v.detail);
      } else if (!names(result.broken, v.clause)) {
        result.broken.push_back(investigate_into(options.out, s, items[i], v, each));
      }
    }
  }
  return result;
}

inferred infer_recording(const std::string& file) {
  const auto judged = judge_recording(file);
  inferred result{judged.about.name, judged.liberties, profile_with(judged.liberties), {}, {}, {}};
  for (const auto& c : model::clauses()) {
    const auto cell = judged.found.cell(c.id);
    if (cell.kind == cell_kind::violated) result.notes.push_back(std::string(c.id) + "  " + cell.note + "  " + file);
  }
  return result;
}

}  // namespace

std::vector<inferred> infer(std::span<const check::subject> subjects, const comparison_options& options) {
  std::vector<inferred> all;
  for (const auto& s : subjects) all.push_back(infer(s, options));
  for (const auto& file : options.recordings) all.push_back(infer_recording(file));
  return all;
}

}  // namespace selvage::report

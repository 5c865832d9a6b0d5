#include "src/report/comparison.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "model/clause.h"
#include "src/check/coverage/coverage.h"
#include "src/program/scenarios.h"
#include "src/report/clause_findings.h"
#include "src/report/investigation.h"
#include "src/report/recorded.h"

namespace selvage::report {
namespace {

using check::suite_item;

/// The clauses that the model can take in a scenario.
std::map<std::string_view, clause_set> clauses_by_scenario() {
  std::map<std::string_view, clause_set> result;
  for (const auto& s : check::scenarios()) {
    const auto transitions = check::transitions_of_program(s.make(), model::profiles().front(), s.interrupts);
    for (const auto& id : check::clauses_of(transitions)) result[s.name].emplace(id);
  }
  return result;
}

std::string text_of(const char* given) { return given == nullptr ? std::string() : given; }

std::string basis_of(std::span<const suite_item> items, std::uint64_t generated, const check::inference& judged) {
  std::uint64_t executions = 0;
  for (const auto& r : judged.results) executions += r.executions;
  return std::to_string(items.size() - generated) + " scenarios and " + std::to_string(generated) +
         " generated programs, " + grouped(executions) + " executions";
}

void record_liberties(const check::inference& judged, clause_findings& into) {
  for (const auto& j : judged.found) {
    for (const auto set : j.excuses) {
      if ((judged.liberties & set) != set) continue;
      for (const auto l : check::all_liberties()) {
        if ((set >> static_cast<unsigned>(l) & 1U) != 0) into.takes(j.what.clause, model::name(l));
      }
    }
  }
}

clause_findings judge(const check::subject& s, std::span<const suite_item> items, const check::inference& judged,
                      const comparison_options& options, const std::map<std::string_view, clause_set>& by_scenario) {
  clause_findings found(s.name, s.can.has_handles() || s.can.has(model::operation::close));
  record_liberties(judged, found);
  const model::profile granted{"inferred", judged.liberties};
  auto each = options.suite.each;
  each.held_to = &granted;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& result = judged.results[i];
    if (const auto it = by_scenario.find(items[i].name); it != by_scenario.end()) found.possible(it->second);
    found.reached({result.clauses.begin(), result.clauses.end()});
    if (!result.inconclusive.empty()) found.note(items[i].name + ": inconclusive: " + result.inconclusive);
    for (const auto& v : result.violations) {
      if (v.clause.empty()) {
        found.note(items[i].name + ": " + std::string(model::name(v.verdict)) + ": " + v.detail);
      } else if (!found.breaks(v.clause)) {
        const auto shown = investigate_into(options.out, s, items[i], v, each);
        found.breaks(v.clause,
                     {cell_kind::violated, std::string(model::name(v.verdict)), shown.file, describe(shown, {})});
      }
    }
  }
  return found;
}

std::vector<compared_chapter> empty_chapters() {
  std::vector<compared_chapter> result;
  for (const auto& c : model::chapters()) {
    compared_chapter chapter{std::string(c.prefix), std::string(c.title), {}};
    for (const auto& clause : model::clauses()) {
      if (clause.checked_by != "machine" || !clause.id.starts_with(chapter.prefix + '-')) continue;
      chapter.clauses.push_back({std::string(clause.id), std::string(clause.text), {}});
    }
    if (!chapter.clauses.empty()) result.push_back(std::move(chapter));
  }
  return result;
}

/// Chapters that are about more of the subjects come first.
void order(compare_table& table) {
  const auto applicable = [&](const compared_chapter& chapter) {
    std::size_t n = 0;
    for (std::size_t s = 0; s < table.subjects.size(); ++s) {
      if (table.count(s, cell_kind::not_applicable, chapter) != chapter.clauses.size()) ++n;
    }
    return n;
  };
  std::vector<compared_chapter> ordered;
  for (auto n = table.subjects.size() + 1; n-- > 0;) {
    std::ranges::copy_if(table.chapters, std::back_inserter(ordered),
                         [&](const auto& chapter) { return applicable(chapter) == n; });
  }
  table.chapters = std::move(ordered);
}

void add(compare_table& table, compared_subject about, const clause_findings& found) {
  table.subjects.push_back(std::move(about));
  for (auto& chapter : table.chapters) {
    for (auto& c : chapter.clauses) c.cells.push_back(found.cell(c.id));
  }
  table.notes.insert(table.notes.end(), found.notes().begin(), found.notes().end());
}

}  // namespace

investigation investigate_into(const std::string& directory, const check::subject& s, const suite_item& item,
                               const check::violation& v, const check::campaign_options& each) {
  auto found = investigate_apart(s, item.what, v, options_for(item, each), {s.name, "strict", item.name});
  found.file = (std::filesystem::path(directory) / file_name(found.shown)).string();
  write_counterexample(found.file, found.shown);
  return found;
}

std::vector<suite_item> comparison_items(const check::subject& s, const comparison_options& o) {
  auto items = check::scenario_items(s.can, o.executions);
  for (auto& i : check::generated_items(s.can, o.suite.each.how.seed, 0, o.generated, o.generated_executions)) {
    items.push_back(std::move(i));
  }
  return items;
}

compare_table compare(std::span<const check::subject> subjects, const comparison_options& options) {
  const auto by_scenario = clauses_by_scenario();
  compare_table table{{}, empty_chapters(), {}};
  for (const auto& s : subjects) {
    const auto items = comparison_items(s, options);
    auto suite = options.suite;
    suite.each.covered_histories = 40;
    const auto judged = check::infer_liberties(s, items, suite, options.tick);
    add(table,
        {s.name, s.table == nullptr ? "" : text_of(s.table->version),
         s.table == nullptr ? "the model itself" : text_of(s.table->description),
         basis_of(items, options.generated, judged), options.date},
        judge(s, items, judged, options, by_scenario));
  }
  for (const auto& file : options.recordings) {
    const auto judged = judge_recording(file);
    add(table, judged.about, judged.found);
  }
  order(table);
  return table;
}

}  // namespace selvage::report

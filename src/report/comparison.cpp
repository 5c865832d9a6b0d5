#include "src/report/comparison.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "model/clause.h"
#include "src/check/coverage.h"
#include "src/check/liberties.h"
#include "src/check/scenarios.h"
#include "src/check/workers.h"
#include "src/report/investigation.h"

namespace selvage::report {
namespace {

using check::suite_item;
using clause_set = std::set<std::string, std::less<>>;

/// The clauses that the model can take in a scenario.
std::map<std::string_view, clause_set> clauses_by_scenario() {
  std::map<std::string_view, clause_set> result;
  for (const auto& s : check::scenarios()) {
    for (const auto& id : check::clauses_of(check::transitions_of_program(s.make(), model::profiles().front(), s.interrupts))) {
      result[s.name].emplace(id);
    }
  }
  return result;
}

class one_subject {
 public:
  one_subject(const check::subject& s, const comparison_options& options,
              const std::map<std::string_view, clause_set>& by_scenario)
      : subject_(s), options_(options), suite_(options.suite) {
    items_ = check::scenario_items(s.can, options.executions);
    for (auto& i :
         check::generated_items(s.can, suite_.each.how.seed, 0, options.generated, options.generated_executions)) {
      items_.push_back(std::move(i));
    }
    for (const auto& i : items_) {
      const auto it = by_scenario.find(i.name);
      if (it != by_scenario.end()) possible_.insert(it->second.begin(), it->second.end());
    }
    suite_.each.stop_at_first = false;
    suite_.each.covered_histories = 40;
  }

  void judge() {
    hold_to(model::profiles().front());
    for (std::size_t i = 0; i < items_.size(); ++i) {
      for (const auto& v : results_[i].violations) explain(items_[i].what, v);
    }
    if (taken_ != 0) {
      granted_ = {"strict, with the liberties it takes", taken_};
      hold_to(granted_);
    }
    for (std::size_t i = 0; i < items_.size(); ++i) {
      for (const auto& v : results_[i].violations) keep(items_[i], v);
    }
  }

  [[nodiscard]] compare_cell cell(std::string_view clause) const {
    const std::string id(clause);
    const bool about_handles = id.starts_with("HND-") || id == "EVT-02";
    if (about_handles && !subject_.can.has_handles() && !subject_.can.has(model::operation::close)) {
      return {cell_kind::not_applicable, {}, {}};  // nobody can see its references
    }
    if (const auto it = broken_.find(id); it != broken_.end()) return it->second;
    if (const auto it = liberties_.find(id); it != liberties_.end()) return {cell_kind::liberty, it->second, {}};
    if (reached_.contains(id)) return {cell_kind::holds, {}, {}};
    return {possible_.contains(id) ? cell_kind::not_reached : cell_kind::not_applicable, {}, {}};
  }

  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  void hold_to(const model::profile& p) {
    suite_.each.held_to = &p;
    results_ = check::run_suite(subject_, items_, suite_, options_.tick);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      reached_.insert(results_[i].clauses.begin(), results_[i].clauses.end());
      if (!results_[i].inconclusive.empty()) note(items_[i].name + ": inconclusive: " + results_[i].inconclusive);
    }
  }

  /// In a child: the engine must not run here before other workers start.
  void explain(const check::program& p, const check::violation& v) {
    if (v.clause.empty()) return;
    const auto result = check::run_workers(1,
                                           [&](std::size_t, const check::worker_output& write) {
                                             const auto l =
                                                 check::explaining_liberty(subject_, p, v, suite_.each.how.engine);
                                             if (l) write(model::name(*l));
                                           },
                                           {})
                            .front();
    for (const auto l : check::all_liberties()) {
      if (!result.whole() || result.output != model::name(l)) continue;
      taken_ |= 1U << static_cast<unsigned>(l);
      const auto* const clause = model::clause_named(v.clause);
      if (clause == nullptr || clause->liberty.find(result.output) == std::string_view::npos) continue;
      auto& names = liberties_[v.clause];
      if (names.find(result.output) == std::string::npos) names += (names.empty() ? "" : ", ") + result.output;
    }
  }

  void keep(const suite_item& item, const check::violation& v) {
    if (v.clause.empty()) {
      note(item.name + ": " + std::string(model::name(v.verdict)) + ": " + v.detail);
      return;
    }
    if (broken_.contains(v.clause)) return;
    auto found = investigate_apart(subject_, item.what, v, options_for(item, suite_.each), {subject_.name, "strict", item.name});
    const auto file = std::filesystem::path(options_.out) / file_name(found.shown);
    write_counterexample(file, found.shown);
    broken_[v.clause] = {cell_kind::violated, std::string(model::name(v.verdict)), file.string()};
  }

  void note(const std::string& text) {
    auto line = subject_.name + ": " + text;
    if (notes_.size() < 20 && std::ranges::find(notes_, line) == notes_.end()) notes_.push_back(std::move(line));
  }

  const check::subject& subject_;
  const comparison_options& options_;
  check::suite_options suite_;
  std::vector<suite_item> items_;
  std::vector<check::campaign_result> results_;
  model::profile granted_;
  std::uint32_t taken_{};
  clause_set possible_;
  clause_set reached_;
  std::map<std::string, std::string> liberties_;
  std::map<std::string, compare_cell> broken_;
  std::vector<std::string> notes_;
};

}  // namespace

compare_table compare(std::span<const check::subject> subjects, const comparison_options& options) {
  const auto by_scenario = clauses_by_scenario();
  compare_table table;
  for (const auto& c : model::clauses()) {
    if (c.checked_by == "machine") table.clauses.push_back({std::string(c.id), std::string(c.text), {}});
  }
  for (const auto& s : subjects) {
    one_subject judged(s, options, by_scenario);
    judged.judge();
    table.subjects.push_back(s.name);
    for (auto& c : table.clauses) c.cells.push_back(judged.cell(c.id));
    for (const auto& n : judged.notes()) table.notes.push_back(n);
  }
  return table;
}

}  // namespace selvage::report

#include "src/check/suite/kill.h"

#include <algorithm>

#include "src/check/subject/subject_library.h"
#include "src/check/suite/suite.h"
#include "src/explore/workers.h"
#include "src/program/generator.h"
#include "src/program/scenarios.h"

namespace selvage::check {
namespace {

constexpr std::uint64_t shown_executions = 50'000;  ///< of the program the mutant names
constexpr std::uint64_t other_executions = 3'000;   ///< of every other scenario
constexpr std::uint64_t generated_programs = 300;
constexpr std::uint64_t generated_executions = 1'000;

constexpr std::string_view killed = "+ ";
constexpr std::string_view alive = "- ";

std::vector<suite_item> items_for(const mutant& m, const capabilities& can) {
  std::vector<suite_item> items;
  if (!m.program.empty())
    items.push_back({"its program", parse_program(std::string(m.program)), shown_executions, 0, false});
  if (!m.scenario.empty()) {
    const auto* const named = scenario_named(m.scenario);
    if (named == nullptr)
      throw subject_error("its header names the scenario '" + std::string(m.scenario) + "', which is not there");
    items.push_back({std::string(m.scenario), named->make(), shown_executions, 0, false});
  }
  for (auto& i : scenario_items(can, other_executions)) {
    if (i.name != m.scenario) items.push_back(std::move(i));
  }
  for (auto& i : generated_items(can, 1, 0, generated_programs, generated_executions)) items.push_back(std::move(i));
  return items;
}

std::string kind_of(const violation& v) {
  return std::string(model::name(v.verdict)) + (v.clause.empty() ? "" : " " + v.clause);
}

/// The clause that must be named: a race is of no clause, whatever clause the mutant breaks.
std::string_view clause_named(const mutant& m) {
  return m.verdict == model::name(model::verdict::data_race) ? std::string_view() : m.clause;
}

/// One line: how it ended, executions, what was seen.
std::string explore(const mutant& m, std::uint64_t seed) {
  const auto s = load_subject(std::string(m.name));
  const auto wanted = model::verdict_named(m.verdict);
  campaign_options options;
  options.how.seed = seed;
  const auto asks_for = [&m](std::string_view option) { return m.options.find(option) != std::string_view::npos; };
  options.how.engine.interrupts = asks_for("interrupts");
  options.how.engine.spurious = asks_for("spurious");
  options.how.engine.weak_memory = asks_for("weak-memory");
  if (asks_for("races")) options.how.watched.detect = "races";
  if (wanted) {
    options.looking_for = *wanted;
    options.looking_for_clause = std::string(clause_named(m));
  }
  std::uint64_t executions = 0;
  std::string seen;
  for (const auto& item : items_for(m, s.can)) {
    const auto result = run_campaign(s, item.what, options_for(item, options));
    for (const auto& v : result.violations) {
      const auto what = kind_of(v) + " in " + item.name;
      // The execution that measures threads has the number 0 and counts too.
      if (wanted && v.verdict == *wanted && v.clause == clause_named(m))
        return std::string(killed) + std::to_string(executions + v.number() + 1) + " " + what;
      if (seen.size() < 300) seen += (seen.empty() ? "" : "; ") + what;
    }
    executions += result.executions;
    if (!wanted && !seen.empty()) break;
  }
  return std::string(alive) + std::to_string(executions) + " " + (seen.empty() ? "nothing" : "only " + seen);
}

kill read(const worker_result& r) {
  if (!r.whole()) return {false, 0, "cannot be explored: " + r.error};
  kill k{r.output.starts_with(killed), 0, {}};
  std::size_t end = 0;
  const auto rest = r.output.substr(killed.size());
  k.executions = std::stoull(rest, &end);
  k.seen = rest.substr(end + 1);
  return k;
}

}  // namespace

void kill_mutants(std::span<const mutant* const> mutants, std::uint64_t seed, std::size_t jobs,
                  const std::function<void(std::size_t, const kill&)>& each) {
  jobs = std::max<std::size_t>(jobs, 1);
  for (std::size_t first = 0; first < mutants.size(); first += jobs) {
    const auto results =
        run_workers(std::min(jobs, mutants.size() - first),
                    [&](std::size_t i, const worker_output& write) { write(explore(*mutants[first + i], seed)); }, {});
    for (std::size_t i = 0; i < results.size(); ++i) each(first + i, read(results[i]));
  }
}

std::vector<std::vector<std::uint64_t>> executions_to_kill(std::span<const mutant* const> mutants, std::uint64_t seeds,
                                                           std::size_t jobs) {
  std::vector<std::vector<std::uint64_t>> all(mutants.size());
  std::vector<bool> survived(mutants.size());
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    kill_mutants(mutants, seed, jobs, [&](std::size_t i, const kill& k) {
      if (!k.done) survived[i] = true;
      all[i].push_back(k.executions);
    });
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (survived[i]) all[i].clear();
    std::ranges::sort(all[i]);
  }
  return all;
}

}  // namespace selvage::check

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "model/catalogue.h"
#include "model/clause.h"
#include "src/check/coverage/coverage.h"
#include "src/check/subject/subject_library.h"
#include "src/check/suite/kill.h"
#include "src/check/suite/mutants.h"
#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/program/scenarios.h"
#include "src/report/style/style.h"
#include "src/report/version.h"

namespace selvage::cli {
namespace {

using names = std::vector<std::string>;

/// A mutant and how many schedules it took to kill it, one number a seed; none when it was not asked.
struct mutant_row {
  const check::mutant* of{};
  std::vector<std::uint64_t> kills;
  bool alive{};

  [[nodiscard]] std::uint64_t median() const { return kills[kills.size() / 2]; }

  [[nodiscard]] std::string text() const {
    const std::string name(of->name);
    if (!of->test.empty()) return name + " (tests)";
    if (alive) return name + " (alive)";
    return kills.empty() ? name : name + " (" + report::grouped(median()) + ")";
  }
};

/// What checks one clause.
struct clause_row {
  const model::clause* clause{};
  names transitions;  ///< "machine: transition"
  names scenarios;
  std::vector<mutant_row> mutants;

  /// Some machine and some scenario speak of it; clauses that no history shows are checked elsewhere.
  [[nodiscard]] bool covered() const {
    return clause->checked_by != "machine" || (!transitions.empty() && !scenarios.empty());
  }
  [[nodiscard]] bool proven() const { return !mutants.empty(); }
};

/// Kills the mutants that are built.
std::vector<mutant_row> mutant_rows(std::uint64_t seeds) {
  std::vector<mutant_row> out;
  std::vector<const check::mutant*> built;
  std::vector<std::size_t> row_of;
  const auto there = check::mutant_names();
  for (const auto& m : check::mutants()) {
    if (seeds != 0 && std::ranges::find(there, m.name) != there.end()) {
      built.push_back(&m);
      row_of.push_back(out.size());
    }
    out.push_back({&m, {}, false});
  }
  const auto kills = check::executions_to_kill(built, seeds, std::thread::hardware_concurrency());
  for (std::size_t i = 0; i < built.size(); ++i) {
    out[row_of[i]].kills = kills[i];
    out[row_of[i]].alive = kills[i].empty();
  }
  return out;
}

std::vector<clause_row> rows(const std::vector<mutant_row>& mutants) {
  std::vector<clause_row> result;
  std::map<std::string_view, std::size_t> at;
  for (const auto& c : model::clauses()) {
    at[c.id] = result.size();
    result.push_back({&c, {}, {}, {}});
  }
  for (const auto& line : model::coverage()) {
    const auto it = at.find(line.clause);
    if (it != at.end()) {
      result[it->second].transitions.push_back(std::string(line.machine) + ": " + std::string(line.transition));
    }
  }
  for (const auto& s : check::scenarios()) {
    const auto taken = check::transitions_of_program(s.make(), model::profiles().front(), s.interrupts);
    for (const auto& id : check::clauses_of(taken)) {
      const auto it = at.find(id);
      if (it != at.end()) result[it->second].scenarios.emplace_back(s.name);
    }
  }
  for (const auto& m : mutants) {
    const auto it = at.find(m.of->clause);
    if (it != at.end()) result[it->second].mutants.push_back(m);
  }
  return result;
}

std::string joined(const names& all, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + all[i];
  if (all.size() > most) text += " and " + std::to_string(all.size() - most) + " more";
  return text.empty() ? "none" : text;
}

names ids(const std::vector<clause_row>& all, bool (clause_row::*fine)() const) {
  names out;
  for (const auto& r : all)
    if (!(r.*fine)()) out.emplace_back(r.clause->id);
  return out;
}

void print(const std::vector<clause_row>& all) {
  const auto look = report::style_of(STDOUT_FILENO);
  for (const auto& r : all) {
    const std::string id(r.clause->id);
    std::printf("%s  %s\n", look.strong(id).c_str(), std::string(r.clause->text).c_str());
    std::printf("    source     %s\n", std::string(r.clause->source).c_str());
    if (r.clause->liberty != "none") std::printf("    liberty    %s\n", std::string(r.clause->liberty).c_str());
    if (r.clause->checked_by != "machine") {
      std::printf("    checked by %s\n", std::string(r.clause->checked_by).c_str());
    } else {
      std::printf("    machine    %s\n", joined(r.transitions, 6).c_str());
      std::printf("    scenarios  %s\n", joined(r.scenarios, 6).c_str());
    }
    names killers;
    for (const auto& m : r.mutants) killers.push_back(m.text());
    if (!r.proven()) {
      std::printf("    mutants    %s\n", look.bad("none: unproven").c_str());
    } else if (!killers.empty()) {
      std::printf("    mutants    %s\n", joined(killers, 6).c_str());
    }
  }
  const auto uncovered = ids(all, &clause_row::covered);
  const auto unproven = ids(all, &clause_row::proven);
  std::printf("\n%zu clauses; %zu mutants, with the median of the schedules that it took to kill each\n", all.size(),
              check::mutants().size());
  std::printf("uncovered, no machine or no scenario speaks of them: %s\n", joined(uncovered, all.size()).c_str());
  std::printf("unproven, no mutant violates them: %s\n", joined(unproven, all.size()).c_str());
}

nlohmann::ordered_json document_of(const mutant_row& m) {
  nlohmann::ordered_json j = {{"name", m.of->name},         {"verdict", m.of->verdict}, {"clause", m.of->clause},
                              {"scenario", m.of->scenario}, {"breaks", m.of->breaks},   {"bug", m.of->real_bug}};
  if (!m.of->test.empty()) j["unit_tests"] = m.of->test;
  if (m.alive) j["alive"] = true;
  if (!m.kills.empty()) {
    j["executions_to_kill"] = m.kills;
    j["median"] = m.median();
  }
  return j;
}

std::string document(const std::vector<clause_row>& all, const std::vector<mutant_row>& mutants) {
  using json = nlohmann::ordered_json;
  json j = {{"tool", "selvage"}, {"version", report::version}, {"command", "spec"}, {"clauses", json::array()}};
  for (const auto& r : all) {
    json violating = json::array();
    for (const auto& m : r.mutants) violating.push_back(m.of->name);
    j["clauses"].push_back({{"id", r.clause->id},
                            {"text", r.clause->text},
                            {"source", r.clause->source},
                            {"liberty", r.clause->liberty},
                            {"checked_by", r.clause->checked_by},
                            {"transitions", r.transitions},
                            {"scenarios", r.scenarios},
                            {"mutants", violating}});
  }
  j["uncovered"] = ids(all, &clause_row::covered);
  j["unproven"] = ids(all, &clause_row::proven);
  j["mutants"] = json::array();
  for (const auto& m : mutants) j["mutants"].push_back(document_of(m));
  return j.dump(2) + '\n';
}

}  // namespace

void add_spec(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("spec", "The clauses, and what checks each of them");
  auto file = std::make_shared<std::string>();
  auto seeds = std::make_shared<std::uint64_t>(3);
  command->add_option("--json", *file, "Write a JSON document instead; - for standard output")
      ->type_name("FILE")
      ->expected(0, 1)
      ->default_str("-");
  command->add_option("--kills", *seeds, "Kill every mutant under so many seeds, for the median; 0: none")
      ->type_name("N")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command->callback([command, file, seeds, &status] {
    const auto mutants = mutant_rows(*seeds);
    const auto all = rows(mutants);
    if (command->count("--json") != 0) {
      write_document(file->empty() ? "-" : *file, document(all, mutants));
    } else {
      print(all);
    }
    const bool fine = ids(all, &clause_row::covered).empty() && ids(all, &clause_row::proven).empty() &&
                      std::ranges::none_of(mutants, &mutant_row::alive);
    status = fine ? holds : violated;
  });
}

}  // namespace selvage::cli

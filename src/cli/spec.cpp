#include <unistd.h>

#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "model/catalogue.h"
#include "model/clause.h"
#include "src/check/coverage.h"
#include "src/check/mutants.h"
#include "src/check/scenarios.h"
#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/report/style.h"
#include "src/report/version.h"

namespace selvage::cli {
namespace {

using names = std::vector<std::string>;

/// What checks one clause.
struct clause_row {
  const model::clause* clause{};
  names transitions;  ///< "machine: transition"
  names scenarios;
  names mutants;

  [[nodiscard]] bool covered() const { return !transitions.empty() && !scenarios.empty(); }
};

std::vector<clause_row> rows() {
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
  for (const auto& m : check::mutants()) {
    const auto it = at.find(m.clause);
    if (it != at.end()) result[it->second].mutants.emplace_back(m.name);
  }
  return result;
}

std::string joined(const names& all, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < all.size() && i < most; ++i) text += (i == 0 ? "" : ", ") + all[i];
  if (all.size() > most) text += " and " + std::to_string(all.size() - most) + " more";
  return text.empty() ? "none" : text;
}

void print(const std::vector<clause_row>& all) {
  const auto look = report::style_of(STDOUT_FILENO);
  names uncovered;
  names unproven;
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
      if (!r.covered()) uncovered.push_back(id);
    }
    std::printf("    mutants    %s\n",
                r.mutants.empty() ? look.bad("none: unproven").c_str() : joined(r.mutants, 6).c_str());
    if (r.mutants.empty()) unproven.push_back(id);
  }
  std::printf("\n%zu clauses; %zu mutants\n", all.size(), check::mutants().size());
  std::printf("uncovered, no machine or no scenario speaks of them: %s\n", joined(uncovered, all.size()).c_str());
  std::printf("unproven, no mutant violates them: %s\n", joined(unproven, all.size()).c_str());
}

std::string document(const std::vector<clause_row>& all) {
  using json = nlohmann::ordered_json;
  json j = {{"tool", "selvage"}, {"version", report::version}, {"command", "spec"}, {"clauses", json::array()}};
  json uncovered = json::array();
  json unproven = json::array();
  for (const auto& r : all) {
    j["clauses"].push_back({{"id", r.clause->id},
                            {"text", r.clause->text},
                            {"source", r.clause->source},
                            {"liberty", r.clause->liberty},
                            {"checked_by", r.clause->checked_by},
                            {"transitions", r.transitions},
                            {"scenarios", r.scenarios},
                            {"mutants", r.mutants}});
    if (!r.covered() && r.clause->checked_by == "machine") uncovered.push_back(r.clause->id);
    if (r.mutants.empty()) unproven.push_back(r.clause->id);
  }
  j["uncovered"] = uncovered;
  j["unproven"] = unproven;
  j["mutants"] = json::array();
  for (const auto& m : check::mutants()) {
    j["mutants"].push_back({{"name", m.name},
                            {"verdict", m.verdict},
                            {"clause", m.clause},
                            {"scenario", m.scenario},
                            {"breaks", m.breaks},
                            {"bug", m.real_bug}});
  }
  return j.dump(2) + '\n';
}

}  // namespace

void add_spec(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("spec", "The clauses, and what checks each of them");
  auto file = std::make_shared<std::string>();
  command->add_option("--json", *file, "Write a JSON document instead; - for standard output")
      ->type_name("FILE")
      ->expected(0, 1)
      ->default_str("-");
  command->callback([command, file, &status] {
    const auto all = rows();
    if (command->count("--json") != 0) {
      write_document(file->empty() ? "-" : *file, document(all));
    } else {
      print(all);
    }
    status = holds;
  });
}

}  // namespace selvage::cli

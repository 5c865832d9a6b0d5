#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/catalogue.h"
#include "model/profile.h"
#include "src/check/subject/subject_library.h"
#include "src/check/suite/liberties.h"
#include "src/check/suite/mutants.h"
#include "src/cli/command.h"
#include "src/engine/engine.h"
#include "src/program/client_scenarios.h"
#include "src/program/scenarios.h"
#include "src/report/style/style.h"
#include "src/strategy/strategies.h"

namespace selvage::cli {
namespace {

struct row {
  std::string name;
  std::string text;
};

void print(const char* title, const std::vector<row>& rows) {
  std::size_t width = 0;
  for (const auto& r : rows) width = std::max(width, r.name.size());
  std::printf("%s\n", title);
  for (const auto& r : rows) std::printf("  %s  %s\n", report::padded(r.name, width).c_str(), r.text.c_str());
  if (rows.empty()) std::printf("  none\n");
}

std::vector<row> scenario_rows() {
  std::vector<row> rows;
  for (const auto& s : check::scenarios()) {
    rows.push_back({std::string(s.name), std::string(s.summary) + ": " + check::to_short_text(s.make())});
  }
  for (const auto& s : check::client_scenarios()) {
    rows.push_back({std::string(s.name), std::string(s.summary) + " (" + std::string(s.client->machine) +
                                             "): " + check::to_short_text(s.make())});
  }
  return rows;
}

std::vector<row> subject_rows() {
  std::vector<row> rows;
  for (const auto& name : check::subject_names()) {
    try {
      const auto s = check::load_subject(name, check::runs::anywhere);
      const auto& t = *s.table;
      rows.push_back({name, std::string(t.description == nullptr ? "" : t.description) +
                                (t.version == nullptr ? "" : std::string(" (") + t.version + ")") +
                                (s.can.controllable() ? "" : "; on free-running threads alone: selvage trace record")});
    } catch (const check::subject_error& e) {
      rows.push_back({name, std::string("cannot be used: ") + e.what()});
    }
  }
  return rows;
}

std::vector<row> mutant_rows() {
  std::vector<row> rows;
  for (const auto& m : check::mutants()) {
    auto caught = std::string(m.test.empty() ? m.verdict : m.test);
    if (!m.clause.empty()) caught += " " + std::string(m.clause);
    rows.push_back({std::string(m.name), caught + ": " + std::string(m.breaks)});
  }
  return rows;
}

std::vector<row> strategy_rows() {
  std::vector<row> rows;
  for (const auto& s : strategy::all()) rows.push_back({std::string(s.name), std::string(s.description)});
  return rows;
}

std::vector<row> machine_rows() {
  std::vector<row> rows;
  for (const auto& m : model::machines()) rows.push_back({std::string(m.name), std::string(m.summary)});
  return rows;
}

std::vector<row> profile_rows() {
  std::vector<row> rows;
  for (const auto& p : model::profiles()) {
    std::string text;
    for (const auto l : check::all_liberties()) {
      if (p.allows(l)) text += (text.empty() ? "" : ", ") + std::string(model::name(l));
    }
    rows.push_back({std::string(p.name), text.empty() ? "no liberties" : text});
  }
  return rows;
}

std::vector<row> switch_rows() {
  const auto& in_force = engine::thread_switch();
  std::vector<row> rows;
  for (const auto& [way, text] : {std::pair{engine::switch_way::exchange, "the words at the thread pointer are exchanged"},
                                  std::pair{engine::switch_way::wrfsbase, "an instruction of FSGSBASE writes FS"},
                                  std::pair{engine::switch_way::arch_prctl, "a system call writes FS: slow"}}) {
    const std::string here = way != in_force.way ? ""
                             : in_force.because.empty() ? "; in force"
                                                        : "; in force, because " + in_force.because;
    rows.push_back({engine::name(way), text + here});
  }
  return rows;
}

struct list {
  const char* name;
  const char* title;
  std::vector<row> (*rows)();
};

constexpr list lists[] = {
    {"scenarios", "Scenarios (selvage check NAME)", scenario_rows},
    {"subjects", "Subjects (--subject NAME, selvage compare NAME)", subject_rows},
    {"strategies", "Strategies (--strategy NAME), the default first", strategy_rows},

    {"machines", "Machines (selvage model NAME)", machine_rows},
    {"profiles", "Profiles (--profile NAME)", profile_rows},
    {"switches", "Ways to switch threads (environment variable SELVAGE_THREAD_SWITCH)", switch_rows},
    {"mutants", "Mutants (--subject NAME) and what they must be caught as; those with a test's name are caught there, and no subjects", mutant_rows},
};

void show(const std::string& what) {
  bool found = false;
  for (const auto& l : lists) {
    if (!what.empty() && what != l.name) continue;
    if (found) std::printf("\n");
    print(l.title, l.rows());
    found = true;
  }
  if (!found) {
    throw usage_error("there is no list of '" + what +
                      "'; there are scenarios, subjects, strategies, machines, profiles, switches and mutants");
  }
}

}  // namespace

void add_list(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("list", "Scenarios, subjects, strategies, machines, profiles, switches, mutants");
  auto what = std::make_shared<std::string>();
  command->add_option("what", *what, "One of these lists; all of them when not given")->type_name("LIST");
  command->callback([what, &status] {
    show(*what);
    status = holds;
  });
}

}  // namespace selvage::cli

// mutants_kill [NAME...]: explores every mutant until it shows the verdict and the clause that its header names.
// Exit status: 0 every one did, 1 some did not, 2 cannot run or no mutant.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "src/check/generator.h"
#include "src/check/mutants.h"
#include "src/check/scenarios.h"
#include "src/check/suite.h"
#include "src/report/style.h"

namespace selvage::check {
namespace {

constexpr std::uint64_t shown_executions = 50'000;  ///< of the program the mutant names
constexpr std::uint64_t other_executions = 3'000;   ///< of every other scenario
constexpr std::uint64_t generated_programs = 300;
constexpr std::uint64_t generated_executions = 1'000;

/// The program that shows the mutant first, then every scenario, then generated programs.
std::vector<suite_item> items_for(const mutant& m, const capabilities& can) {
  std::vector<suite_item> items;
  const auto file = std::filesystem::path(SELVAGE_MUTANT_DIR) / (std::string(m.name.substr(7)) + ".program");
  if (std::filesystem::exists(file)) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    items.push_back({file.filename().string(), parse_program(text.str()), shown_executions, 0, false});
  }
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

/// One line: "+" or "-", executions, what was seen first and where.
std::string explore(const mutant& m) {
  const auto s = load_subject(std::string(m.name));
  const auto wanted = model::verdict_named(m.verdict);
  campaign_options options;
  options.how.engine.interrupts = m.options.find("interrupts") != std::string_view::npos;
  options.how.engine.spurious = m.options.find("spurious") != std::string_view::npos;
  if (wanted) {
    options.looking_for = *wanted;
    options.looking_for_clause = std::string(m.clause);
  }
  std::uint64_t executions = 0;
  std::string seen;
  for (const auto& item : items_for(m, s.can)) {
    options.executions = item.executions;
    const auto result = run_campaign(s, item.what, options);
    for (const auto& v : result.violations) {
      // The execution that measures threads has the number 0 and counts too.
      const bool is_it = wanted && v.verdict == *wanted && v.clause == m.clause;
      if (is_it) return "+ " + std::to_string(executions + v.number() + 1) + " " + kind_of(v) + " in " + item.name;
      const auto what = kind_of(v) + " in " + item.name;
      if (seen.size() < 300) seen += (seen.empty() ? "" : "; ") + what;
    }
    executions += result.executions;
    if (!wanted && !seen.empty()) break;
  }
  return "- " + std::to_string(executions) + " " + (seen.empty() ? "nothing" : "only " + seen);
}

struct row {
  const mutant* of{};
  bool killed{};
  std::string text;
};

std::vector<row> explore_all(const std::vector<const mutant*>& all) {
  std::vector<row> rows;
  const std::size_t jobs = std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t first = 0; first < all.size(); first += jobs) {
    const auto count = std::min(jobs, all.size() - first);
    const auto results =
        run_workers(count, [&](std::size_t i, const worker_output& write) { write(explore(*all[first + i])); }, {});
    for (std::size_t i = 0; i < count; ++i) {
      const auto& r = results[i];
      const bool killed = r.whole() && r.output.starts_with("+ ");
      auto text = r.whole() ? r.output.substr(2) : "0 cannot be explored: " + r.error;
      rows.push_back({all[first + i], killed, std::move(text)});
      const auto& m = *rows.back().of;
      std::printf("%s %s %s %s: %s\n", killed ? "✓" : "✗", std::string(m.name).c_str(), std::string(m.verdict).c_str(),
                  std::string(m.clause).c_str(), rows.back().text.c_str());
      std::fflush(stdout);
    }
  }
  return rows;
}

int sum_up(const std::vector<row>& rows) {
  const auto alive = std::ranges::count_if(rows, [](const row& r) { return !r.killed; });
  std::vector<unsigned long> kills;
  std::printf("\n%-40s %12s  %-32s %s\n", "mutant", "executions", "caught as", "what was broken");
  for (const auto& r : rows) {
    const auto executions = std::stoul(r.text);
    if (r.killed) kills.push_back(executions);
    const auto as = std::string(r.of->verdict) + " " + std::string(r.of->clause);
    std::printf("%-40s %12s  %-32s %s\n", std::string(r.of->name).c_str(),
                r.killed ? report::grouped(executions).c_str() : "alive", as.c_str(),
                std::string(r.of->breaks).c_str());
  }
  std::ranges::sort(kills);
  std::printf("%zu of %zu killed", rows.size() - static_cast<std::size_t>(alive), rows.size());
  if (!kills.empty()) std::printf("; median %lu executions, most %lu", kills[kills.size() / 2], kills.back());
  std::printf("\n");
  return alive == 0 ? 0 : 1;
}

}  // namespace
}  // namespace selvage::check

int main(int argc, char** argv) {
  using namespace selvage::check;
  try {
    std::vector<const mutant*> all;
    for (int i = 1; i < argc; ++i) {
      const auto* const m = mutant_named(argv[i]);
      if (m == nullptr) {
        std::printf("there is no mutant '%s'\n", argv[i]);
        return 2;
      }
      all.push_back(m);
    }
    if (argc == 1) {
      for (const auto& m : mutants()) all.push_back(&m);
    }
    if (all.empty()) {
      std::printf("there is no mutant\n");
      return 2;
    }
    return sum_up(explore_all(all));
  } catch (const std::exception& e) {
    std::printf("cannot run: %s\n", e.what());
    return 2;
  }
}

// Schedules to the first bug, mean and median over 20 seeds, and the time they took, for every strategy.
// A seed that finds nothing within the limit is counted with the limit and shown in brackets as found/20.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "src/strategy/strategies.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;

struct subject {
  const char* name;
  bool memory;  // the bug is a race of plain accesses
};

constexpr subject subjects[] = {
    {"bug_account", false},  {"bug_bluetooth_driver", false}, {"bug_deadlock01", false}, {"bug_lazy01", false},
    {"bug_stack", false},    {"bug_token_ring", false},       {"bug_twostage", false},   {"bug_twostage_20", false},
    {"bug_wronglock", true}, {"bug_wronglock_3", true},       {"bug_reorder_3", true},   {"bug_reorder_4", true},
    {"bug_reorder_5", true}, {"bug_reorder_10", true},
};

constexpr std::uint64_t seeds = 20;

void row(const subject& p, std::string_view strategy, bool random, std::uint64_t limit) {
  using clock = std::chrono::steady_clock;
  std::vector<std::uint64_t> counts;
  std::uint64_t found = 0;
  const auto begin = clock::now();
  for (std::uint64_t seed = 0; seed < (random ? seeds : 1); ++seed) {
    programs::request r{
        .strategy = std::string(strategy), .seed = seed * 1000 + 1, .executions = limit, .stop_at_first = true};
    r.settings.memory_points = p.memory;
    const programs::exploration seen = programs::explore(p.name, r);
    counts.push_back(seen.executions);
    if (seen.first) ++found;
  }
  const double seconds = std::chrono::duration<double>(clock::now() - begin).count();
  std::sort(counts.begin(), counts.end());
  double sum = 0;
  for (const std::uint64_t n : counts) sum += static_cast<double>(n);
  std::string missed;
  if (found != counts.size()) missed = " (" + std::to_string(found) + "/" + std::to_string(counts.size()) + ")";
  std::printf("%-20.*s %-10.*s %10.1f %8lu %9.1f ms%s\n", 20, p.name + 4, 10, std::string(strategy).c_str(),
              sum / static_cast<double>(counts.size()), counts[counts.size() / 2], seconds * 1000, missed.c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t limit = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000;
  if (limit == 0) {
    std::fprintf(stderr, "usage: %s [LIMIT] [PROGRAM]\n", argv[0]);
    return 2;
  }
  const std::string only = argc > 2 ? argv[2] : "";
  std::printf("%-20s %-10s %10s %8s %12s\n", "program", "strategy", "mean", "median", "time, all seeds");
  for (const subject& p : subjects) {
    if (!only.empty() && only != p.name + 4) continue;
    for (const strategy::entry& s : strategy::all()) row(p, s.name, s.by_index, limit);
  }
}

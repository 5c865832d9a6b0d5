// mutants_kill [NAME...]: explores every mutant until it shows the verdict and the clause that its header names.
// Exit status: 0 every one did, 1 some did not, 2 cannot run or no mutant.
#include <algorithm>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "src/check/suite/kill.h"
#include "src/report/style/style.h"

namespace selvage::check {
namespace {

void print(const mutant& m, const kill& k) {
  std::printf("%s %-40s %10s  %-32s %s\n", k.done ? "✓" : "✗", std::string(m.name).c_str(),
              k.done ? report::grouped(k.executions).c_str() : "alive",
              (std::string(m.verdict) + " " + std::string(m.clause)).c_str(),
              k.done ? std::string(m.breaks).c_str() : k.seen.c_str());
  std::fflush(stdout);
}

int run(const std::vector<const mutant*>& all) {
  std::vector<std::uint64_t> kills;
  std::printf("  %-40s %10s  %-32s %s\n", "mutant", "executions", "to be caught as", "what was broken");
  kill_mutants(all, 1, std::thread::hardware_concurrency(), [&](std::size_t i, const kill& k) {
    print(*all[i], k);
    if (k.done) kills.push_back(k.executions);
  });
  std::ranges::sort(kills);
  std::printf("%zu of %zu killed", kills.size(), all.size());
  if (!kills.empty())
    std::printf("; median %s executions, most %s", report::grouped(kills[kills.size() / 2]).c_str(),
                report::grouped(kills.back()).c_str());
  std::printf("\n");
  return kills.size() == all.size() ? 0 : 1;
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
      for (const auto& m : mutants())
        if (m.test.empty()) all.push_back(&m);
    }
    if (all.empty()) {
      std::printf("there is no mutant\n");
      return 2;
    }
    return run(all);
  } catch (const std::exception& e) {
    std::printf("cannot run: %s\n", e.what());
    return 2;
  }
}

// verdicts_run PROGRAM.so SOURCE VERDICT: explores the program's main and holds what it shows against VERDICT.
//
// "clean": no execution shows anything, under every strategy, both heap modes, with and without memory points.
// Otherwise some execution shows VERDICT, none shows another one (but those that the source names after "also:"), and
// the first such execution runs again with stacks that lead to the source. "warning": the same of executions that end
// well. Exit status: 0 as expected, 1 not, 2 usage.

#include <dlfcn.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>

#include "src/detect/explain.h"
#include "src/detect/text.h"
#include "src/engine/engine.h"
#include "src/engine/loading.h"
#include "src/strategy/strategies.h"

namespace {

using namespace selvage;

struct program {
  int (*main)(){};
  int result{};
  static void body(void* self) {
    auto& p = *static_cast<program*>(self);
    p.result = p.main();
  }
};

struct tally {
  std::map<std::string, unsigned> verdicts;
  std::string first_text;
  std::string trouble;
};

/// True when a stack of the explanation leads to `source`.
bool leads_to(const detect::explanation& e, const std::string& source) {
  const auto file = source.substr(source.find_last_of('/') + 1);
  for (const auto* const list : {&e.findings, &e.warnings})
    for (const auto& f : *list)
      for (std::size_t i = 0; i < f.deed_count; ++i)
        for (const auto& at : f.deeds[i].stack)
          if (at.line != 0 && at.file.ends_with("/" + file)) return true;
  return false;
}

std::string text_of(const detect::explanation& e, const engine::execution& shown) {
  std::string text = shown.message.empty() ? "" : shown.message + "\n";
  for (const auto& f : e.findings) text += detect::report(f);
  for (const auto& w : e.warnings) text += detect::report(w);
  return text;
}

/// Explores `executions` schedules and adds what they show.
void explore(program& p, const char* strategy, bool memory_points, std::uint64_t executions, const std::string& wanted,
             const std::string& source, tally& seen) {
  const auto schedules = strategy::named(strategy)->make({.seed = 7});
  detect::detector watch;
  engine::settings options;
  options.watch = &watch;
  options.memory_points = memory_points;
  if (wanted == "livelock") options.max_steps = 2'000;  // a round of waiting is a few; each execution goes to the limit
  engine::execution e;
  if (schedules->wants_profile()) engine::run(*schedules, engine::profile_index, program::body, &p, options, e);
  for (std::uint64_t i = 0; i < executions; ++i) {
    options.heap = detect::heap_mode_of(i);
    p.result = 0;
    if (!engine::run(*schedules, i, program::body, &p, options, e)) return;
    if (i < 4 && std::strcmp(strategy, "dfs") != 0) {
      const auto before = watch.events();
      const auto end = e.end;
      engine::run(*schedules, i, program::body, &p, options, e);
      if (watch.events() != before || e.end != end)
        seen.trouble += std::string(strategy) + ": execution " + std::to_string(i) +
                        " showed something else when run again, " + std::to_string(before) + " events and " +
                        std::to_string(watch.events()) + "\n";
    }
    std::string verdict = detect::verdict(e);
    if (verdict.empty() && e.end != engine::ending::finished) verdict = engine::name(e.end);
    if (verdict.empty() && wanted == "clean" && p.result != 0) verdict = "wrong result";
    if (verdict.empty() && (wanted == "clean" || wanted == "warning") && !e.warnings.empty()) verdict = "warning";
    if (verdict.empty() || seen.verdicts[verdict]++ != 0) continue;
    const auto explained = detect::explain(watch, program::body, &p, options, e);
    if (!explained.reproduced) seen.trouble += verdict + ": the same schedule showed something else; ";
    if (verdict != wanted) {
      seen.trouble += std::string(strategy) + " execution " + std::to_string(i) + " shows " + verdict + ": " +
                      text_of(explained, e);
    } else {
      seen.first_text = text_of(explained, e);
      if (!(explained.findings.empty() && explained.warnings.empty()) && !leads_to(explained, source))
        seen.trouble += verdict + ": no stack leads to the source\n";
    }
  }
}

std::string also_in(const std::string& source) {
  std::ifstream in(source);
  for (std::string line; std::getline(in, line) && line.starts_with("//");)
    if (line.starts_with("// also:")) return line.substr(8) + " ";
  return "";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: verdicts_run PROGRAM.so SOURCE VERDICT\n", stderr);
    return 2;
  }
  void* const library = [&] {
    const engine::loading here;
    return dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  }();
  void* const entry = library != nullptr ? dlsym(library, "main") : nullptr;
  if (entry == nullptr) {
    std::fprintf(stderr, "cannot load the program: %s\n", dlerror());
    return 2;
  }
  engine::images_loaded();
  program p;
  std::memcpy(&p.main, &entry, sizeof entry);
  const std::string source = argv[2];
  const std::string wanted = argv[3];
  tally seen;
  if (wanted == "clean") {
    for (const char* strategy : {"random", "urw", "pos", "pct", "surw", "portfolio", "dfs"})
      for (const bool points : {false, true}) explore(p, strategy, points, 400, wanted, source, seen);
  } else {
    explore(p, "portfolio", false, 2000, wanted, source, seen);
    if (seen.verdicts.count(wanted) == 0) explore(p, "portfolio", true, 4000, wanted, source, seen);
  }
  const std::string also = also_in(source);
  bool good = wanted == "clean" || seen.verdicts.count(wanted) != 0;
  bool foreign = false;
  for (const auto& [verdict, times] : seen.verdicts) {
    std::printf("%s: %u executions\n", verdict.c_str(), times);
    if (verdict != wanted && also.find(" " + verdict + " ") == also.npos) foreign = true;
  }
  std::fputs(seen.first_text.c_str(), stdout);
  const bool stack_trouble = seen.trouble.find("no stack") != std::string::npos ||
                             seen.trouble.find("showed something else") != std::string::npos;
  if (foreign || stack_trouble) std::printf("NOT EXPECTED: %s\n", seen.trouble.c_str());
  if (!good) std::printf("NOT SEEN: %s\n", wanted.c_str());
  good = good && !foreign && !stack_trouble;
  return good ? 0 : 1;
}

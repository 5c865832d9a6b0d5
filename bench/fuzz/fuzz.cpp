// What generating programs, judging and keeping them costs: executions a second of processor time of a fuzzer, from an
// empty corpus, beside those of checks. A check runs one fixed program with its caches warm: some of those that the
// fuzzer ran, with the ratio of executions a second; and a small scenario of the same family, with the ratio of steps.
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "src/check/fuzz/fuzzer.h"
#include "src/check/subject/subject_library.h"
#include "src/check/suite/campaign.h"
#include "src/program/scenarios.h"
#include "src/program/topic.h"

namespace {

using namespace selvage;

constexpr std::uint64_t executions = 200'000;
constexpr std::size_t programs = 32;  // of the fuzzer's, spread over its run
constexpr std::uint64_t executions_of_each = 20'000;

struct speed {
  double executions{};  ///< a second
  double steps{};       ///< of an execution
};

double processor_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

template <class Run>
speed measured(Run run) {
  const double begin = processor_seconds();
  const auto [executed, steps] = run();
  const double passed = processor_seconds() - begin;
  const auto count = static_cast<double>(executed);
  return {count / passed, static_cast<double>(steps) / count};
}

struct fuzzed {
  speed at;
  std::vector<check::program> programs;
};

fuzzed fuzzing(const check::subject& s, const std::vector<check::topic>& about) {
  fuzzed all;
  all.at = measured([&] {
    check::fuzz_options o;
    o.about = about;
    o.executions = executions;
    check::fuzz_counters counters;
    const auto keep = [](const check::corpus_entry&) {};
    const auto violated = [](const check::program&, const check::violation&, const check::campaign_options&) {};
    check::fuzzer f(s, o, counters, keep, violated);
    f.run({}, 0, [&] {
      if (counters.executions.load() * programs >= all.programs.size() * executions && f.latest() != nullptr)
        all.programs.push_back(f.latest()->what);
      return false;
    });
    return std::pair(counters.executions.load(), counters.steps.load());
  });
  return all;
}

/// As many executions of each program.
speed checking(const check::subject& s, const std::vector<check::program>& all, std::uint64_t of_each) {
  return measured([&] {
    check::campaign_options o;
    o.executions = of_each;
    std::pair<std::uint64_t, std::uint64_t> sum;
    for (const auto& p : all) {
      const auto result = check::run_campaign(s, p, o);
      sum.first += result.executions;
      sum.second += result.steps;
    }
    return sum;
  });
}

void line(const std::string& family, const speed& fuzz, const speed& same, const char* scenario, const speed& fixed) {
  std::printf("%-22s %8.0f %5.0f  %8.0f %5.0f %6.2f   %-23s %8.0f %5.0f %6.2f\n", family.c_str(), fuzz.executions,
              fuzz.steps, same.executions, same.steps, fuzz.executions / same.executions, scenario, fixed.executions,
              fixed.steps, fuzz.executions * fuzz.steps / (fixed.executions * fixed.steps));
}

}  // namespace

int main() {
  struct pair {
    const char* family;
    const char* scenario;
  };
  constexpr pair families[] = {{"", "set-reset-set"},
                               {"handles", "handle-dispose-race"},
                               {"events", "set-reset-set"},
                               {"async-results", "apm-two"},
                               {"registrations", "register-once"},
                               {"disposal", "disposal-in-flight"},
                               {"operations-with-events", "event-based-loop-shared"},
                               {"components-with-events", "component-two-tokens"}};
  const auto subject = check::load_subject("reference");
  std::printf("%-22s %8s %5s  %8s %5s %6s   %-23s %8s %5s %6s\n", "fuzz", "exec/s", "steps", "the same", "steps",
              "ratio", "and a scenario", "exec/s", "steps", "steps/s");
  for (const auto& f : families) {
    const auto* const topic = check::topic_named(f.family);
    const auto* const scenario = check::scenario_named(f.scenario);
    if (scenario == nullptr || (topic == nullptr && *f.family != '\0')) {
      std::fprintf(stderr, "there is no '%s' or no '%s'\n", f.family, f.scenario);
      return 1;
    }
    const auto about = topic == nullptr ? std::vector<check::topic>{} : std::vector{*topic};
    const auto fuzz = fuzzing(subject, about);
    line(*f.family == '\0' ? "all" : f.family, fuzz.at, checking(subject, fuzz.programs, executions_of_each),
         f.scenario, checking(subject, {scenario->make()}, executions));
  }
}

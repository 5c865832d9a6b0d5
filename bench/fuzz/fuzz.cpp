// What generating programs, judging and keeping them costs: executions a second of processor time of a fuzzer, beside
// those of a check of one fixed program of the same family, which has its caches warm.
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "src/check/campaign.h"
#include "src/check/fuzzer.h"
#include "src/check/scenarios.h"
#include "src/check/topic.h"

namespace {

using namespace selvage;

constexpr std::uint64_t executions = 100'000;

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

speed fuzzing(const check::subject& s, const std::vector<check::topic>& about) {
  return measured([&] {
    check::fuzz_options o;
    o.about = about;
    o.executions = executions;
    check::fuzz_counters counters;
    const auto keep = [](const check::corpus_entry&) {};
    const auto violated = [](const check::program&, const check::violation&, const check::campaign_options&) {};
    check::fuzzer(s, o, counters, keep, violated).run({}, 0, [] { return false; });
    return std::pair(counters.executions.load(), counters.steps.load());
  });
}

speed checking(const check::subject& s, const check::program& p) {
  return measured([&] {
    check::campaign_options o;
    o.executions = executions;
    const auto result = check::run_campaign(s, p, o);
    return std::pair(result.executions, result.steps);
  });
}

void line(const std::string& name, const char* scenario, const speed& fuzz, const speed& check) {
  std::printf("%-24s %10.0f %6.0f   %-24s %10.0f %6.0f   %5.2f %5.2f\n", name.c_str(), fuzz.executions, fuzz.steps,
              scenario, check.executions, check.steps, fuzz.executions / check.executions,
              fuzz.executions * fuzz.steps / (check.executions * check.steps));
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
  std::printf("%-24s %10s %6s   %-24s %10s %6s   %s\n", "fuzz", "exec/s", "steps", "check", "exec/s", "steps",
              "ratio by executions, by steps");
  for (const auto& f : families) {
    const auto* const topic = check::topic_named(f.family);
    const auto* const scenario = check::scenario_named(f.scenario);
    if (scenario == nullptr || (topic == nullptr && *f.family != '\0')) {
      std::fprintf(stderr, "there is no '%s' or no '%s'\n", f.family, f.scenario);
      return 1;
    }
    const auto about = topic == nullptr ? std::vector<check::topic>{} : std::vector{*topic};
    line(*f.family == '\0' ? "all" : f.family, f.scenario, fuzzing(subject, about),
         checking(subject, scenario->make()));
  }
}

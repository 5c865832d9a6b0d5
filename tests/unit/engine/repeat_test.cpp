// The same seed and index give the same execution, alone or in a campaign, in this process or another.

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "src/explore/replay_strategy.h"
#include "src/strategy/strategies.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
using check::mismatch;
using check::replay_strategy;
using programs::request;
using programs::run_one;
using programs::single;

struct trace {
  engine::ending end{};
  std::uint64_t steps{};
  std::uint64_t switches{};
  long result{};
  std::vector<engine::choice> schedule;
  friend bool operator==(const trace&, const trace&) = default;
};

trace trace_of(const single& s) {
  return {s.execution.end, s.execution.steps, s.execution.switches, s.result, s.schedule};
}

constexpr const char* subjects[] = {"memory_addresses",   "condition_which_waiter", "semaphore_counting",
                                    "shared_timed_mutex", "wrong_leaves_a_mess",    "sleepers_wake_in_order",
                                    "future_exception",   "stream_formatting",      "random_numbers"};

std::vector<trace> campaign(const char* name, const request& r, std::uint64_t from, std::uint64_t to) {
  const auto s = programs::make(r);
  if (s->wants_profile()) (void)run_one(name, *s, engine::profile_index, r.settings);
  std::vector<trace> all;
  for (std::uint64_t i = from; i < to; ++i) all.push_back(trace_of(run_one(name, *s, i, r.settings)));
  return all;
}

}  // namespace

class repeat_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(repeat_test);
  CPPUNIT_TEST(a_hundred_twice);
  CPPUNIT_TEST(one_alone);
  CPPUNIT_TEST(seeds_differ);
  CPPUNIT_TEST(in_another_process);
  CPPUNIT_TEST(replay_reproduces);
  CPPUNIT_TEST(replay_of_a_livelock);
  CPPUNIT_TEST(replay_says_where_it_left);
  CPPUNIT_TEST_SUITE_END();

  template <class F>
  static void for_all(F f) {
    for (const strategy::entry& s : strategy::all())
      for (const char* name : subjects)
        for (const bool memory : {false, true}) {
          request r{.strategy = std::string(s.name), .seed = 7, .bound = 3};
          r.settings.memory_points = memory;
          f(name, r, std::string(name) + " under " + r.strategy + (memory ? ", memory points" : ""), s.by_index);
        }
  }

  void a_hundred_twice() {
    for_all([](const char* name, const request& r, const std::string& what, bool by_index) {
      const std::uint64_t n = by_index ? 100 : 20;
      const auto first = campaign(name, r, 0, n > 20 ? n : 1);
      const auto second = campaign(name, r, 0, n > 20 ? n : 1);
      CPPUNIT_ASSERT_MESSAGE(what, first == second);
    });
  }

  void one_alone() {
    for_all([](const char* name, const request& r, const std::string& what, bool by_index) {
      if (!by_index) return;
      const auto all = campaign(name, r, 0, 60);
      for (const std::uint64_t i : {0U, 1U, 17U, 58U, 59U})
        CPPUNIT_ASSERT_MESSAGE(what + ", execution " + std::to_string(i),
                               campaign(name, r, i, i + 1).front() == all[i]);
    });
  }

  void seeds_differ() {
    for (const char* strategy : {"random", "urw", "pos", "pct", "surw", "portfolio"})
      CPPUNIT_ASSERT_MESSAGE(strategy, campaign("semaphore_counting", {.strategy = strategy, .seed = 1}, 0, 20) !=
                                           campaign("semaphore_counting", {.strategy = strategy, .seed = 2}, 0, 20));
  }

  // A child of fork has an engine of its own to begin with here: nothing ran before in the parent's copy either way.
  void in_another_process() {
    for (const char* name : {"memory_addresses", "shared_timed_mutex"}) {
      const request r{.seed = 11};
      const trace here = campaign(name, r, 23, 24).front();
      int ends[2];
      CPPUNIT_ASSERT(pipe(ends) == 0);
      const pid_t child = fork();
      CPPUNIT_ASSERT(child >= 0);
      if (child == 0) {
        bool same = false;
        try {
          same = campaign(name, r, 23, 24).front() == here;
        } catch (...) {
        }
        _exit(same ? 0 : 1);
      }
      close(ends[0]);
      close(ends[1]);
      int status = 0;
      waitpid(child, &status, 0);
      CPPUNIT_ASSERT_MESSAGE(name, WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
  }

  void replay_reproduces() {
    for_all([](const char* name, const request& r, const std::string& what, bool) {
      const auto s = programs::make(r);
      if (s->wants_profile()) (void)run_one(name, *s, engine::profile_index, r.settings);
      for (std::uint64_t i = 0; i < (r.strategy == "dfs" ? 1U : 10U); ++i) {
        const trace t = trace_of(run_one(name, *s, i, r.settings));
        replay_strategy again(check::schedule_of(t.schedule), mismatch::report);
        CPPUNIT_ASSERT_MESSAGE(what, trace_of(run_one(name, again, i, r.settings)) == t);
        CPPUNIT_ASSERT_MESSAGE(what, !again.diverged_at());
      }
    });
  }

  // Beyond the step limit the engine schedules fairly, and does so again in the replay.
  void replay_of_a_livelock() {
    const request r{.strategy = "random"};
    const auto s = programs::make(r);
    const trace t = trace_of(run_one("wrong_livelock", *s, 0, r.settings));
    CPPUNIT_ASSERT(t.end == engine::ending::step_limit);
    replay_strategy again(check::schedule_of(t.schedule), mismatch::report);
    CPPUNIT_ASSERT(trace_of(run_one("wrong_livelock", again, 0, r.settings)) == t);
    CPPUNIT_ASSERT(!again.diverged_at());
  }

  void replay_says_where_it_left() {
    const request r{.strategy = "random"};
    const auto whole = check::schedule_of(campaign("semaphore_counting", r, 3, 4).front().schedule);
    CPPUNIT_ASSERT(whole.steps.size() > 6);
    const auto left_at = [&r](const check::schedule& schedule, const char* program) {
      replay_strategy again(schedule, mismatch::report);
      (void)run_one(program, again, 0, r.settings);
      return again.diverged_at();
    };

    auto no_thread = whole;
    no_thread.steps[4].value = no_thread.name_index("main.99");
    CPPUNIT_ASSERT(left_at(no_thread, "semaphore_counting") == std::size_t{4});

    auto no_draw = whole;
    no_draw.steps[2].is_draw = true;  // the program asks for a thread there
    CPPUNIT_ASSERT(left_at(no_draw, "semaphore_counting") == std::size_t{2});

    // What it does not say is done without preemptions; what it says too much is never asked for.
    auto cut = whole;
    cut.steps.resize(5);
    CPPUNIT_ASSERT(!left_at(cut, "semaphore_counting"));
    auto longer = whole;
    longer.steps.push_back({0, false});
    replay_strategy too_long(longer, mismatch::report);
    (void)run_one("semaphore_counting", too_long, 0, r.settings);
    CPPUNIT_ASSERT(!too_long.diverged_at() && !too_long.used_up());

    // Another program leaves the record, or ends before it.
    replay_strategy foreign(whole, mismatch::report);
    (void)run_one("counted_alone", foreign, 0, r.settings);
    CPPUNIT_ASSERT(foreign.diverged_at() || !foreign.used_up());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(repeat_test);

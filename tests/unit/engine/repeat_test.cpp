// The same seed and index give the same execution, alone or in a campaign, in this process or another.

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "src/strategy/replay.h"
#include "src/strategy/strategies.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
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
      for (const trace& t : campaign(name, r, 0, r.strategy == "dfs" ? 1 : 10)) {
        strategy::replay again(t.schedule);
        CPPUNIT_ASSERT_MESSAGE(what, trace_of(run_one(name, again, 0, r.settings)) == t);
        CPPUNIT_ASSERT_MESSAGE(what, !again.diverged());
      }
    });
  }

  void replay_says_where_it_left() {
    const request r{.strategy = "random"};
    std::vector<engine::choice> schedule = campaign("semaphore_counting", r, 3, 4).front().schedule;
    CPPUNIT_ASSERT(schedule.size() > 6);

    auto wrong = schedule;
    wrong[4].value = 99;  // no such thread
    strategy::replay no_thread(wrong);
    (void)run_one("semaphore_counting", no_thread, 0, r.settings);
    CPPUNIT_ASSERT(no_thread.diverged() == std::size_t{4});

    auto draw = schedule;
    draw[2].is_draw = true;  // the program asks for a thread there
    strategy::replay no_draw(draw);
    (void)run_one("semaphore_counting", no_draw, 0, r.settings);
    CPPUNIT_ASSERT(no_draw.diverged() == std::size_t{2});

    const std::vector<engine::choice> cut(schedule.begin(), schedule.begin() + 5);
    strategy::replay too_short(cut);
    (void)run_one("semaphore_counting", too_short, 0, r.settings);
    CPPUNIT_ASSERT(too_short.diverged() == std::size_t{5});

    auto longer = schedule;
    longer.push_back({0, false});
    strategy::replay too_long(longer);
    (void)run_one("semaphore_counting", too_long, 0, r.settings);
    CPPUNIT_ASSERT(too_long.diverged() == schedule.size());

    // Another program: it leaves the record at once or soon, and says so.
    strategy::replay foreign(schedule);
    (void)run_one("counted_alone", foreign, 0, r.settings);
    CPPUNIT_ASSERT(foreign.diverged().has_value());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(repeat_test);

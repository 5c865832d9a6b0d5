// What the strategy may choose beside threads: timeouts, which waiter wakes, spurious wakeups, interruptions.

#include <cppunit/extensions/HelperMacros.h>

#include <set>
#include <string>

#include "src/strategy/strategies.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
using programs::exploration;
using programs::explore;
using programs::request;

std::set<long> results(const char* name, const request& r) {
  const exploration seen = explore(name, r);
  CPPUNIT_ASSERT_MESSAGE(std::string(name) + " under " + r.strategy, seen.all_finished());
  std::set<long> found;
  for (const auto& [value, times] : seen.results) found.insert(value);
  return found;
}

}  // namespace

class choices_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(choices_test);
  CPPUNIT_TEST(timed_waits_end_both_ways);
  CPPUNIT_TEST(any_waiter_may_wake);
  CPPUNIT_TEST(every_sequentially_consistent_outcome);
  CPPUNIT_TEST(spurious_wakeups);
  CPPUNIT_TEST(interruptions);
  CPPUNIT_TEST_SUITE_END();

  static void expect(const char* name, const std::set<long>& wanted) {
    for (const strategy::entry& s : strategy::all()) {
      const request r{.strategy = std::string(s.name), .executions = 2000, .bound = 4};
      std::string found;
      const std::set<long> got = results(name, r);
      for (const long value : got) found += " " + std::to_string(value);
      CPPUNIT_ASSERT_MESSAGE(std::string(name) + " under " + r.strategy + found, got == wanted);
    }
  }

  void timed_waits_end_both_ways() {
    expect("timed_mutex", {0, 1});
    expect("condition_wait_for", {0, 1});
    expect("future_wait_for", {0, 1});
    // libstdc++ polls twenty times before it sleeps, longer than a random walk keeps the other thread from releasing.
    CPPUNIT_ASSERT((results("semaphore_try_acquire_for", {.executions = 2000}) == std::set<long>{0, 1}));
    expect("shared_timed_mutex", {0, 1, 2});
    expect("mutex_try_lock", {0, 1});
  }

  void any_waiter_may_wake() {
    expect("condition_which_waiter", {1, 2});
    expect("mutex_hand_over", {12, 21});
    expect("shared_mutex_readers_meet", {1, 2});
  }

  // Bits: u saw x, t saw y. Never neither.
  void every_sequentially_consistent_outcome() { expect("atomic_fences", {1, 2, 3}); }

  void spurious_wakeups() {
    for (const char* strategy : {"portfolio", "random", "urw", "pos", "pct", "surw", "dfs"}) {
      request r{.strategy = strategy, .executions = 3000};
      CPPUNIT_ASSERT(explore("condition_if_instead_of_while", r).all_finished());
      r.settings.spurious = true;
      const exploration seen = explore("condition_if_instead_of_while", r);
      CPPUNIT_ASSERT_MESSAGE(strategy, seen.first.has_value() && seen.first->end == engine::ending::assertion);
      for (const char* name : {"condition_hand_off", "condition_notify_all", "atomic_wait_notify", "semaphore_counting",
                               "latch", "promise_and_future"})
        CPPUNIT_ASSERT_MESSAGE(std::string(name) + " under " + strategy, explore(name, r).all_finished());
    }
  }

  void interruptions() {
    request r{.executions = 1000};
    CPPUNIT_ASSERT(results("semaphore_interrupted", r) == std::set<long>{0});
    r.settings.interrupts = true;
    CPPUNIT_ASSERT((results("semaphore_interrupted", r) == std::set<long>{0, 1}));
    for (const char* name :
         {"atomic_wait_notify", "semaphore_counting", "latch", "barrier_phases", "promise_and_future"})
      CPPUNIT_ASSERT_MESSAGE(name, explore(name, r).all_finished());
    r.settings.environment_limit = 0;
    CPPUNIT_ASSERT(results("semaphore_interrupted", r) == std::set<long>{0});
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(choices_test);

// Virtual time: the same in every execution, sleepers in the order of their deadlines.

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>
#include <string>

#include "src/strategy/strategies.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
using programs::exploration;
using programs::explore;
using programs::request;

}  // namespace

class time_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(time_test);
  CPPUNIT_TEST(begins_anew);
  CPPUNIT_TEST(costs_nothing);
  CPPUNIT_TEST(sleepers_in_order);
  CPPUNIT_TEST(has_an_end);
  CPPUNIT_TEST_SUITE_END();

  void begins_anew() {
    const exploration seen = explore("clock_every_clock", {.executions = 50});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, seen.results.size());
  }

  // Centuries of sleep in no time: bounded by steps, which do not depend on the machine.
  void costs_nothing() {
    const exploration seen = explore("clock_far_deadlines", {.executions = 10});
    CPPUNIT_ASSERT(seen.all_finished());
    CPPUNIT_ASSERT(seen.steps < 10 * 50);
  }

  void has_an_end() {
    request r;
    CPPUNIT_ASSERT(explore("clock_looks_round", r).all_finished());
    r.settings.horizon = std::int64_t{11} * 60 * 1'000'000'000;
    const exploration seen = explore("clock_looks_round", r);
    CPPUNIT_ASSERT_EQUAL(r.executions, seen.count(engine::ending::deadlock));
  }

  // Each sleeps before another starts to, or all together: the order of the deadlines is the order of waking unless
  // a thread started late.
  void sleepers_in_order() {
    for (const strategy::entry& s : strategy::all()) {
      const exploration seen = explore("sleepers_wake_in_order", {.strategy = std::string(s.name), .executions = 1000});
      CPPUNIT_ASSERT(seen.all_finished());
      CPPUNIT_ASSERT(seen.results.contains(123));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(time_test);

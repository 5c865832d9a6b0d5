#include "src/explore/counters.h"

#include <cppunit/extensions/HelperMacros.h>

#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace {

namespace run = selvage::run;
using run::number_of;

constexpr std::uint64_t window = run::worker_counters::window;

class counters_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(counters_test);
  CPPUNIT_TEST(what_lies_before_a_number_is_counted);
  CPPUNIT_TEST(the_lowest_number_stops);
  CPPUNIT_TEST(nobody_runs_too_far_ahead);
  CPPUNIT_TEST(two_processes_see_the_same);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tearDown() override { std::filesystem::remove(file_); }

  /// Execution i takes i + 1 steps.
  static void advance(run::counters& c, std::uint64_t worker, std::uint64_t executions) {
    auto& w = c.of(worker);
    for (std::uint64_t k = 0; k < executions; ++k) c.done(w, number_of(w.first + w.executions * 3));
  }

  void what_lies_before_a_number_is_counted() {
    run::counters c(file_, 3, 3);
    for (std::uint64_t i = 0; i < 3; ++i) c.of(i).first = i + 3;
    advance(c, 0, 4);  // 3 6 9 12
    advance(c, 1, 2);  // 4 7
    advance(c, 2, 3);  // 5 8 11
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{9}, c.executions());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{10}, c.all_done_before());
    const auto expect = [&](std::uint64_t number, std::uint64_t executions, std::uint64_t steps) {
      const auto t = c.up_to(number);
      CPPUNIT_ASSERT(t);
      CPPUNIT_ASSERT_EQUAL(executions, t->executions);
      CPPUNIT_ASSERT_EQUAL(steps, t->steps);
    };
    expect(0, 0, 0);
    expect(3, 0, 0);
    expect(number_of(3), 1, 4);
    expect(number_of(9), 7, 4 + 5 + 6 + 7 + 8 + 9 + 10);
    expect(run::no_number, 9, 4 + 5 + 6 + 7 + 8 + 9 + 10 + 12 + 13);
  }

  void the_lowest_number_stops() {
    run::counters c(file_, 1, 1);
    CPPUNIT_ASSERT_EQUAL(run::no_number, c.stop());
    c.stop_at(7);
    c.stop_at(9);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{7}, c.stop());
    c.stop_at(0);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, c.stop());
  }

  void nobody_runs_too_far_ahead() {
    run::counters c(file_, 2, 3);
    c.of(1).first = 1;
    std::uint64_t ahead = 0;
    while (!c.too_far(ahead * 3) && ahead < 2 * window) {
      advance(c, 0, 1);
      ++ahead;
    }
    CPPUNIT_ASSERT(ahead > 1000 && ahead < window - 1);
    CPPUNIT_ASSERT(c.up_to(number_of(0)));
    advance(c, 1, 1);
    CPPUNIT_ASSERT(!c.too_far(ahead * 3));
    advance(c, 0, window);
    CPPUNIT_ASSERT(!c.up_to(number_of(0)));
  }

  void two_processes_see_the_same() {
    run::counters made(file_, 2, 2);
    run::counters mapped(file_);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, mapped.workers());
    mapped.done(mapped.of(1), 5);
    mapped.stop_at(4);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, made.executions());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, made.stop());
    CPPUNIT_ASSERT_THROW(run::counters("/nonexistent/file"), std::runtime_error);
  }

 private:
  std::filesystem::path file_{std::filesystem::temp_directory_path() / ("counters_test." + std::to_string(getpid()))};
};

CPPUNIT_TEST_SUITE_REGISTRATION(counters_test);

}  // namespace

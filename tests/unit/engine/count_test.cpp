// How many schedules the depth-first search walks: against a model of the same program, and against known numbers.

#include <cppunit/extensions/HelperMacros.h>

#include <cstdint>
#include <string>

#include "tests/programs/explore.h"

namespace {

using namespace selvage;
using programs::exploration;
using programs::explore;

/// The main thread creates A and B, with k operations each, and joins them in turn. A scheduling point stands before
/// every operation but creation, and before a thread's first; a thread that was woken goes on before its next one.
class two_threads {
 public:
  explicit two_threads(int k) : events_(k + 1) {}

  /// Schedules with at most `bound` preemptions. Main has the first choice.
  [[nodiscard]] std::uint64_t count(int bound) const { return count({.a = events_, .b = events_}, main, bound); }

  /// What iterative bounding walks up to `last`: the bounds 0, 1, … until one cuts nothing off.
  [[nodiscard]] std::uint64_t walked(int last) const {
    std::uint64_t sum = 0;
    for (int bound = 0; bound <= last; ++bound) {
      sum += count(bound);
      if (count(bound) == count(unbounded)) break;
    }
    return sum;
  }

  static constexpr int unbounded = 1000;

 private:
  enum thread { main, first, second };
  enum step { join_a, joined_a, join_b, joined_b, over };
  struct state {
    step at{join_a};
    int a{};
    int b{};
  };

  static bool enabled(const state& s, thread t) {
    switch (t) {
      case first:
        return s.a > 0;
      case second:
        return s.b > 0;
      case main:
        return s.at != over && (s.at != joined_a || s.a == 0) && (s.at != joined_b || s.b == 0);
    }
    return false;
  }

  static state after(state s, thread t) {
    if (t == first) --s.a;
    if (t == second) --s.b;
    if (t != main) return s;
    switch (s.at) {
      case join_a:
        s.at = s.a == 0 ? join_b : joined_a;
        break;  // does not block when A is done
      case joined_a:
        s.at = join_b;
        break;
      case join_b:
        s.at = s.b == 0 ? over : joined_b;
        break;
      case joined_b:
      case over:
        s.at = over;
        break;
    }
    return s;
  }

  static std::uint64_t count(const state& s, thread last, int bound) {
    std::uint64_t sum = 0;
    bool any = false;
    for (const thread t : {main, first, second}) {
      if (!enabled(s, t)) continue;
      any = true;
      const bool preempts = t != last && enabled(s, last);
      if (preempts && bound == 0) continue;
      sum += count(after(s, t), t, preempts ? bound - 1 : bound);
    }
    return any ? sum : 1;
  }

  int events_;
};

}  // namespace

class count_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(count_test);
  CPPUNIT_TEST(one_thread_by_hand);
  CPPUNIT_TEST(two_threads_against_a_model);
  CPPUNIT_TEST(known_numbers);
  CPPUNIT_TEST(says_what_it_achieved);
  CPPUNIT_TEST(deadlocks_with_one_preemption);
  CPPUNIT_TEST_SUITE_END();

  static exploration search(const std::string& name, unsigned bound) {
    return explore(name, {.strategy = "dfs", .executions = 1'000'000, .bound = bound});
  }

  static void expect(const std::string& name, unsigned bound, std::uint64_t wanted) {
    const exploration seen = search(name, bound);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(name + ", bound " + std::to_string(bound), wanted, seen.executions);
  }

  // Main's join may come before any of the thread's four points or after all of them: five schedules. Going on with
  // main preempts nobody; switching at once preempts main; coming back at one of three later points preempts twice.
  void one_thread_by_hand() {
    expect("counted_alone", 0, 1);
    expect("counted_alone", 1, 1 + 2);
    expect("counted_alone", 2, 1 + 2 + 5);
    expect("counted_alone", 3, 1 + 2 + 5);
  }

  void two_threads_against_a_model() {
    for (const int k : {1, 2, 3, 10})
      for (const unsigned bound : {0U, 1U, 2U, 3U, 100U}) {
        if (k == 10 && bound == 100) continue;
        expect("counted_add_" + std::to_string(k), bound, two_threads(k).walked(static_cast<int>(bound)));
      }
  }

  void known_numbers() {
    // Without preemptions main blocks at its first join; the three threads then run in any order, and main, once its
    // thread is done, comes before, between or after the others: 2 + 4 + 7.
    expect("counted_three", 0, 2 + 4 + 7);
    expect("counted_three", 1, 108);
    expect("counted_three", 2, 511);
    expect("counted_three", 3, 1615);
    expect("counted_locks", 0, 3);
    expect("counted_locks", 1, 19);
    expect("counted_locks", 2, 74);
    expect("counted_locks", 3, 177);
    expect("counted_locks", 100, 631);
    expect("counted_deadlock", 0, 3);
    expect("counted_deadlock", 1, 26);
    expect("counted_deadlock", 2, 137);
    expect("counted_deadlock", 3, 463);
    expect("counted_deadlock", 100, 5599);
    expect("counted_spinners", 0, 3);
    expect("counted_spinners", 1, 21);
    expect("counted_spinners", 2, 112);
  }

  void says_what_it_achieved() {
    CPPUNIT_ASSERT_EQUAL(std::string("every schedule with at most 1 preemption"), search("counted_alone", 1).achieved);
    CPPUNIT_ASSERT_EQUAL(std::string("every schedule"), search("counted_alone", 2).achieved);
    CPPUNIT_ASSERT_EQUAL(std::string("every schedule"), search("counted_alone", 9).achieved);
    CPPUNIT_ASSERT_EQUAL(std::string("every schedule with at most 0 preemptions"), search("counted_locks", 0).achieved);
    const exploration cut = explore("counted_locks", {.strategy = "dfs", .executions = 10, .bound = 3});
    CPPUNIT_ASSERT_EQUAL(std::string("every schedule with at most 0 preemptions"), cut.achieved);
  }

  void deadlocks_with_one_preemption() {
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, search("counted_deadlock", 0).count(engine::ending::deadlock));
    // Either thread is preempted between its two locks.
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, search("counted_deadlock", 1).count(engine::ending::deadlock));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(count_test);

// Event loops run as they are: correct ones hold in every schedule, planted bugs are found and said in words.

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <string>

#include "src/strategy/strategies.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
using engine::ending;
using programs::exploration;
using programs::explore;
using programs::failure;
using programs::request;

}  // namespace

class event_loop_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(event_loop_test);
  CPPUNIT_TEST(correct_ones);
  CPPUNIT_TEST(every_schedule);
  CPPUNIT_TEST(counted_by_hand);
  CPPUNIT_TEST(every_outcome);
  CPPUNIT_TEST(interruptions);
  CPPUNIT_TEST(lost_wakeups);
  CPPUNIT_TEST(planted);
  CPPUNIT_TEST(who_waits_for_what);
  CPPUNIT_TEST_SUITE_END();

  static std::string told(const std::string& name, const exploration& seen) {
    if (!seen.first) return name + ": " + std::to_string(seen.executions) + " executions";
    std::string text = name + ": " + engine::name(seen.first->end) + ": " + seen.first->message;
    for (const engine::stuck_thread& t : seen.first->stuck) text += "; " + t.name + ": " + t.waits;
    return text;
  }

  static failure find(const char* name, ending e, const request& asked = {}) {
    request r = asked;
    r.executions = 10'000;
    r.stop_at_first = true;
    const exploration seen = explore(name, r);
    CPPUNIT_ASSERT_MESSAGE(told(name, seen), seen.first && seen.first->end == e);
    return *seen.first;
  }

  void correct_ones() {
    for (const char* name :
         {"event_loop", "event_loop_two_posters", "pipe_between_threads", "eventfd_semaphore", "eventfd_overflow_waits",
          "pipe_writes_are_whole", "closed_under_a_reader", "timer_or_wakeup", "timer_set_again", "timer_deep_inside",
          "timer_disarmed", "timer_shared", "poll_timeout", "select_between_two", "socket_ping_pong"})
      for (const strategy::entry& s : strategy::all())
        for (const bool memory : {false, true}) {
          request r{.strategy = std::string(s.name), .executions = 100};
          r.settings.memory_points = memory;
          const exploration seen = explore(name, r);
          CPPUNIT_ASSERT_MESSAGE(told(name, seen), seen.all_finished());
          CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, seen.leaked);
        }
  }

  void every_schedule() {
    const exploration seen = explore("event_loop", {.strategy = "dfs", .executions = 1'000'000, .bound = 100});
    CPPUNIT_ASSERT_MESSAGE(told("event_loop", seen), seen.all_finished());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3760}, seen.executions);
  }

  // The reader starts, reads or blocks, and goes on; main writes and joins. Seven orders, with 0 to 3 preemptions: 1,
  // 2, 3 and 1 of them. Each bound walks those below it again.
  void counted_by_hand() {
    const std::uint64_t walked[] = {1, 1 + 3, 1 + 3 + 6, 1 + 3 + 6 + 7, 1 + 3 + 6 + 7};
    for (unsigned bound = 0; bound < 5; ++bound) {
      const exploration seen = explore("counted_eventfd", {.strategy = "dfs", .executions = 1000, .bound = bound});
      CPPUNIT_ASSERT_MESSAGE(told("counted_eventfd", seen), seen.all_finished());
      CPPUNIT_ASSERT_EQUAL(walked[bound], seen.executions);
    }
  }

  static void outcomes(const char* name, const std::map<long, std::uint64_t>& wanted, const request& asked) {
    const exploration seen = explore(name, asked);
    CPPUNIT_ASSERT_MESSAGE(told(name, seen), seen.all_finished());
    for (const auto& [outcome, at_least] : wanted)
      CPPUNIT_ASSERT_MESSAGE(std::string(name) + ": " + std::to_string(outcome),
                             seen.results.contains(outcome) && seen.results.at(outcome) >= at_least);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(name, wanted.size(), seen.results.size());
  }

  void every_outcome() {
    const request dfs{.strategy = "dfs", .executions = 100'000};
    outcomes("pipe_writes_are_whole", {{'a', 1}, {'b', 1}}, dfs);
    outcomes("closed_under_a_reader", {{1, 1}, {-EBADF, 1}}, dfs);
    outcomes("timer_or_wakeup", {{1, 1}, {2, 1}}, dfs);
    outcomes("timer_set_again", {{0, 1}, {1, 1}}, dfs);
    outcomes("timer_disarmed", {{0, 1}, {1, 1}}, dfs);
    outcomes("poll_timeout", {{0, 1}, {1, 1}}, dfs);
    outcomes("select_between_two", {{1, 1}, {2, 1}, {3, 1}}, dfs);
    outcomes("pipe_fills", {{0, 1}}, {.executions = 50});
  }

  void interruptions() {
    outcomes("wait_interrupted", {{0, 1}}, {.executions = 200});
    request r{.executions = 500};
    r.settings.interrupts = true;
    r.settings.environment_limit = 2;
    outcomes("wait_interrupted", {{0, 10}, {1, 10}, {2, 10}}, r);
  }

  void planted() {
    const auto waits = [](const failure& f, const std::string& text) {
      return std::ranges::any_of(f.stuck, [&](const engine::stuck_thread& t) { return t.waits == text; });
    };
    CPPUNIT_ASSERT(waits(find("wrong_eventfd_no_semaphore", ending::deadlock), "read on eventfd 1"));
    CPPUNIT_ASSERT(waits(find("wrong_edge_partial_read", ending::deadlock), "epoll_wait on epoll 1 (pipe 1)"));
    CPPUNIT_ASSERT(waits(find("wrong_timer_disarmed", ending::deadlock), "read on timerfd 1"));
    CPPUNIT_ASSERT(find("wrong_reused_descriptor", ending::assertion).message.find("recv") != std::string::npos);
    const failure broken = find("wrong_broken_pipe", ending::crash);
    CPPUNIT_ASSERT_EQUAL(std::string("signal 13 (Broken pipe): write to pipe 1, which nobody can read any more"),
                         broken.message);
  }

  void lost_wakeups() {
    for (const char* strategy : {"portfolio", "dfs"}) {
      const failure f = find("wrong_event_loop_flag", ending::deadlock, {.strategy = strategy});
      CPPUNIT_ASSERT_EQUAL(std::size_t{2}, f.stuck.size());
      CPPUNIT_ASSERT_EQUAL(std::string("poll on eventfd 1"), f.stuck[1].waits);
    }
  }

  void who_waits_for_what() {
    const failure f = find("wrong_pipe_deadlock", ending::deadlock);
    CPPUNIT_ASSERT_EQUAL(std::string("read on pipe 1"), f.stuck[0].waits);
    CPPUNIT_ASSERT_EQUAL(std::string("epoll_wait on epoll 1 (pipe 1)"), f.stuck[1].waits);
    CPPUNIT_ASSERT_EQUAL(std::string("poll on pipe 1"), f.stuck[2].waits);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(event_loop_test);

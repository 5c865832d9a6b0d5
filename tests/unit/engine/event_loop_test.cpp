// Event loops run as they are: correct ones hold in every schedule, planted bugs are found and said in words.

#include <cppunit/extensions/HelperMacros.h>

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
  CPPUNIT_TEST(lost_wakeups);
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
    for (const char* name : {"event_loop", "event_loop_two_posters", "pipe_between_threads"})
      for (const strategy::entry& s : strategy::all())
        for (const bool memory : {false, true}) {
          request r{.strategy = std::string(s.name)};
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

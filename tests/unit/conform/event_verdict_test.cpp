#include <cppunit/extensions/HelperMacros.h>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

/// What each bug of an event looks like in a history, and what the checker calls it.
class event_verdicts : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(event_verdicts);
  CPPUNIT_TEST(set_lost_between_test_and_sleep);
  CPPUNIT_TEST(reset_strands_a_waiter);
  CPPUNIT_TEST(pulse_misses_a_waiter);
  CPPUNIT_TEST(notify_one_for_a_manual_event);
  CPPUNIT_TEST(close_strands_a_waiter);
  CPPUNIT_TEST(set_refused_while_a_waiter_holds_the_closed_event);
  CPPUNIT_TEST(close_releases_under_a_waiter);
  CPPUNIT_TEST(auto_reset_releases_two);
  CPPUNIT_TEST(auto_reset_loses_a_set);
  CPPUNIT_TEST(auto_reset_set_folded);
  CPPUNIT_TEST(timeout_starts_again);
  CPPUNIT_TEST(timeout_consumes);
  CPPUNIT_TEST(finite_wait_never_ends);
  CPPUNIT_TEST(reset_and_pulse_leave_the_event_set);
  CPPUNIT_TEST(manual_event_consumed_by_a_wait);
  CPPUNIT_TEST(closed_event_used);
  CPPUNIT_TEST(close_forgets_the_release);
  CPPUNIT_TEST(close_twice);
  CPPUNIT_TEST(initial_state);
  CPPUNIT_TEST(wait_without_timeout_times_out);
  CPPUNIT_TEST(set_that_waits);
  CPPUNIT_TEST_SUITE_END();

  const std::vector<object_spec> manual_{manual()};
  const std::vector<object_spec> auto_{automatic()};

  void set_lost_between_test_and_sleep() {
    const auto race = history().call(0, op::wait, {0}).does(1, op::set, {0});
    refuses(manual_, history(race).quiet(), verdict::lost_wakeup, "EVT-17");
    refuses(auto_, history(race).quiet(), verdict::lost_wakeup, "EVT-17");
    accepts(manual_, history(race).ret(0).quiet());
    // Without a quiescent label before the set the wait may have begun after the reset.
    accepts(manual_, history(race).does(1, op::reset, {0}).quiet());
  }

  void reset_strands_a_waiter() {
    const auto asleep = history().call(0, op::wait, {0}).quiet().does(1, op::set, {0}).does(1, op::reset, {0});
    refuses(manual_, history(asleep).quiet(), verdict::lost_wakeup, "EVT-08");
    accepts(manual_, history(asleep).quiet(), "win32");
    accepts(manual_, history(asleep).ret(0).quiet());
    accepts(manual_, history(asleep).ret(0).quiet(), "win32");
  }

  void pulse_misses_a_waiter() {
    const auto asleep = history().call(0, op::wait, {0}).quiet().does(1, op::pulse, {0});
    refuses(manual_, history(asleep).quiet(), verdict::lost_wakeup, "EVT-11");
    accepts(manual_, history(asleep).quiet(), "mono");
    accepts(manual_, history(asleep).ret(0).quiet());
  }

  void notify_one_for_a_manual_event() {
    const auto two = history().call(0, op::wait, {0}).call(1, op::wait, {0}).quiet().does(2, op::set, {0}).ret(0);
    refuses(manual_, history(two).quiet(), verdict::lost_wakeup, "EVT-07");
    refuses(manual_, history(two).quiet(), verdict::lost_wakeup, "EVT-07", "win32");
    accepts(manual_, history(two).ret(1).quiet());
  }

  void close_strands_a_waiter() {
    const auto closed = history().call(0, op::wait, {0}).quiet().does(1, op::close, {0}).does(1, op::set, {0});
    refuses(manual_, history(closed).quiet(), verdict::lost_wakeup, "EVT-05");
    refuses(auto_, history(closed).quiet(), verdict::lost_wakeup, "EVT-05");
    accepts(manual_, history(closed).released(0, 0).ret(0).quiet());
    const auto waits_on = history().call(0, op::wait, {0}).quiet().does(1, op::close, {0});
    accepts(manual_, history(waits_on).quiet());
    refuses(manual_, history(waits_on).ret(0, outcome::object_disposed), verdict::unexpected_exception, "EVT-05");
  }

  void set_refused_while_a_waiter_holds_the_closed_event() {
    const auto closed = history().call(0, op::wait, {0}).quiet().does(1, op::close, {0});
    refuses(manual_, history(closed).does(1, op::set, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "EVT-05");
  }

  void close_releases_under_a_waiter() {
    refuses(manual_, history().call(0, op::wait, {0}).quiet().call(1, op::close, {0}).released(1, 0),
            verdict::use_after_close, "EVT-05");
    accepts(manual_, history()
                         .call(0, op::wait, {0})
                         .call(1, op::close, {0})
                         .released(1, 0)
                         .ret(1)
                         .ret(0, outcome::object_disposed));
  }

  void auto_reset_releases_two() {
    const auto two = history().call(0, op::wait, {0}).call(1, op::wait, {0}).quiet().does(2, op::set, {0}).ret(0);
    refuses(auto_, history(two).ret(1), verdict::wrong_result, "EVT-14");
    accepts(auto_, history(two).quiet());
    accepts(auto_, history(two).does(2, op::set, {0}).ret(1).quiet());
  }

  void auto_reset_loses_a_set() {
    refuses(auto_, history().does(0, op::set, {0}).does(0, op::wait, {0}, outcome::timed_out, 0), verdict::wrong_result,
            "EVT-13");
    refuses(auto_, history().does(0, op::set, {0}).call(0, op::wait, {0}).quiet(), verdict::lost_wakeup, "EVT-13");
    refuses(auto_, history().call(0, op::wait, {0}).quiet().does(1, op::set, {0}).quiet(), verdict::lost_wakeup,
            "EVT-12");
    accepts(auto_, history()
                       .does(0, op::set, {0})
                       .does(0, op::set, {0})
                       .does(0, op::wait, {0})
                       .does(0, op::wait, {0}, outcome::timed_out, 0));
  }

  void auto_reset_set_folded() {
    const auto two = history().call(0, op::wait, {0}).call(1, op::wait, {0}).quiet();
    const auto sets = history(two).does(2, op::set, {0}).does(2, op::set, {0}).ret(0);
    refuses(auto_, history(sets).quiet(), verdict::lost_wakeup, "EVT-12");
    accepts(auto_, history(sets).quiet(), "mono");
    accepts(auto_, history(sets).ret(1).quiet());
  }

  void timeout_starts_again() {
    const auto timed = history().call(0, op::wait, {0}, 10);
    refuses(manual_, history(timed).ret(0, outcome::timed_out, 1), verdict::wrong_result, "EVT-20");
    accepts(manual_, history(timed).ret(0, outcome::timed_out).quiet());
    accepts(manual_, history(timed).does(1, op::set, {0}).ret(0, outcome::ok, 1).quiet());
  }

  void timeout_consumes() {
    const auto timed = history().call(0, op::wait, {0}, 10).does(1, op::set, {0}).ret(0, outcome::timed_out);
    accepts(auto_, history(timed).does(1, op::wait, {0}, outcome::ok, 0).quiet());
    refuses(auto_, history(timed).does(1, op::wait, {0}, outcome::timed_out, 0), verdict::wrong_result, "EVT-19");
  }

  void finite_wait_never_ends() {
    const auto timed = history().call(0, op::wait, {0}, 10);
    accepts(manual_, history(timed).quiet(false));
    refuses(manual_, history(timed).quiet(true), verdict::lost_wakeup, "EVT-19");
    refuses(manual_, history(timed).quiet().does(1, op::set, {0}).quiet(), verdict::lost_wakeup, "EVT-07");
  }

  void reset_and_pulse_leave_the_event_set() {
    refuses(manual_, history().does(0, op::set, {0}).does(0, op::reset, {0}).does(0, op::wait, {0}),
            verdict::wrong_result, "EVT-10");
    refuses(manual_, history().does(0, op::pulse, {0}).does(0, op::wait, {0}, outcome::ok, 0), verdict::wrong_result,
            "EVT-11");
    accepts(manual_, history().does(0, op::set, {0}).does(0, op::reset, {0}).call(0, op::wait, {0}).quiet());
  }

  void manual_event_consumed_by_a_wait() {
    const auto set = history().does(0, op::set, {0}).does(0, op::wait, {0});
    refuses(manual_, history(set).does(0, op::wait, {0}, outcome::timed_out, 0), verdict::wrong_result, "EVT-09");
    refuses(manual_, history(set).call(0, op::wait, {0}).quiet(), verdict::lost_wakeup, "EVT-15");
    accepts(manual_, history(set).does(0, op::wait, {0}).quiet());
  }

  void closed_event_used() {
    const auto closed = history().call(0, op::close, {0}).released(0, 0).ret(0);
    for (const op used : {op::set, op::reset, op::pulse}) {
      refuses(manual_, history(closed).does(0, used, {0}), verdict::use_after_close, "EVT-03");
      accepts(manual_, history(closed).does(0, used, {0}, outcome::object_disposed).quiet());
    }
    refuses(manual_, history(closed).does(0, op::wait, {0}, outcome::timed_out, 0), verdict::use_after_close, "EVT-03");
    refuses(manual_, history(closed).call(0, op::wait, {0}).quiet(), verdict::lost_wakeup, "EVT-03");
    refuses(manual_, history().does(0, op::set, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "HND-02");
  }

  void close_forgets_the_release() {
    refuses(manual_, history().does(0, op::close, {0}), verdict::missing_release, "HND-07");
    object_spec silent = manual();
    silent.owns = false;  // a subject that does not report its releases
    accepts({silent}, history().does(0, op::close, {0}).quiet());
  }

  void close_twice() {
    const auto closed = history().call(0, op::close, {0}).released(0, 0).ret(0);
    accepts(manual_, history(closed).does(0, op::close, {0}).quiet());
    refuses(manual_, history(closed).does(0, op::close, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "EVT-04");
    refuses(manual_, history(closed).call(0, op::close, {0}).released(0, 0), verdict::double_release, "EVT-04");
  }

  void initial_state() {
    accepts({manual(true)}, history().does(0, op::wait, {0}).quiet());
    refuses({manual(true)}, history().does(0, op::wait, {0}, outcome::timed_out, 0), verdict::wrong_result, "EVT-01");
    refuses(manual_, history().does(0, op::wait, {0}, outcome::ok, 0), verdict::wrong_result, "EVT-01");
    // A wakeup for no reason is another matter.
    refuses(manual_, history().call(0, op::wait, {0}).quiet().ret(0), verdict::wrong_result, "EVT-16");
  }

  void wait_without_timeout_times_out() {
    refuses(manual_, history().does(0, op::wait, {0}, outcome::timed_out), verdict::wrong_result, "EVT-19");
  }

  void set_that_waits() {
    refuses(manual_, history().call(0, op::set, {0}).quiet(), verdict::deadlock, "EVT-31");
    refuses({handle()}, history().call(0, op::add_ref, {0}).quiet(), verdict::deadlock, "HND-18");
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(event_verdicts);

}  // namespace
}  // namespace selvage::conform::test

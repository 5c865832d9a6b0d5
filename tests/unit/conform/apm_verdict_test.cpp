#include <cppunit/extensions/HelperMacros.h>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

object_spec result(bool silent = true, bool synchronous = false) {
  object_spec s;
  s.kind = object_kind::async_result;
  s.begun = !synchronous;
  s.silent = silent;
  s.synchronous = synchronous;
  return s;
}

/// Bugs of asynchronous operations, each beside a history that is right.
class apm_verdicts : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(apm_verdicts);
  CPPUNIT_TEST(end_returns_the_value_of_the_winner);
  CPPUNIT_TEST(end_waits_and_is_woken);
  CPPUNIT_TEST(one_end_wins);
  CPPUNIT_TEST(foreign_end);
  CPPUNIT_TEST(completed_stays);
  CPPUNIT_TEST(synchronously_stays);
  CPPUNIT_TEST(waiter_is_released);
  CPPUNIT_TEST(handle_closes_with_end);
  CPPUNIT_TEST(not_begun);
  CPPUNIT_TEST(nothing_else_waits);
  CPPUNIT_TEST(callback_of_the_result);
  CPPUNIT_TEST(one_handle_for_all);
  CPPUNIT_TEST_SUITE_END();

  const std::vector<object_spec> one_{result()};

  void end_returns_the_value_of_the_winner() {
    const auto done = history().does(1, op::complete, {0});
    accepts(one_, history(done).does(0, op::end, {0}, 2).quiet(true));
    refuses(one_, history(done).does(0, op::end, {0}, 1), verdict::wrong_result, "APM-29");
    const auto twice = history(done).does(2, op::complete, {0}, outcome::invalid_operation);
    accepts(one_, history(twice).does(0, op::end, {0}, 2).quiet(true));
    refuses(one_, history(twice).does(0, op::end, {0}, 3), verdict::wrong_result, "APM-12");
    refuses(one_, history(done).does(2, op::complete, {0}), verdict::missing_exception, "APM-11");
  }

  void end_waits_and_is_woken() {
    accepts(one_, history().call(0, op::end, {0}).quiet());
    refuses(one_, history().does(0, op::end, {0}, 1), verdict::wrong_result, "APM-28");
    refuses(one_, history().call(0, op::end, {0}).quiet().does(1, op::complete, {0}).quiet(), verdict::lost_wakeup,
            "APM-28");
  }

  void one_end_wins() {
    const auto won = history().does(1, op::complete, {0}).does(0, op::end, {0}, 2);
    accepts(one_, history(won).does(1, op::end, {0}, outcome::invalid_operation).quiet(true));
    refuses(one_, history(won).does(1, op::end, {0}, 2), verdict::missing_exception, "APM-31");
    refuses(one_, history().call(0, op::end, {0}).quiet().call(1, op::end, {0}).quiet(), verdict::lost_wakeup,
            "APM-32");
  }

  void foreign_end() {
    const std::vector<object_spec> two{result(), result()};
    const auto tried = history().does(0, op::end, {0, 1}, outcome::argument);
    accepts(two, history(tried).does(1, op::complete, {1}).does(0, op::end, {1}, 2).quiet(true));
    refuses(two, history(tried).does(1, op::complete, {1}).does(0, op::end, {1}, outcome::invalid_operation),
            verdict::unexpected_exception, "APM-34");
    refuses(two, history().does(1, op::complete, {1}).does(0, op::end, {0, 1}, 2), verdict::missing_exception,
            "APM-33");
  }

  void completed_stays() {
    const auto seen = history().call(1, op::complete, {0}).does(0, op::is_completed, {0}, outcome::yes);
    accepts(one_, history(seen).does(0, op::is_completed, {0}, outcome::yes));
    refuses(one_, history(seen).does(0, op::is_completed, {0}, outcome::no), verdict::wrong_result, "APM-04");
    refuses(one_, history().does(0, op::is_completed, {0}, outcome::yes), verdict::wrong_result, "APM-04");
    refuses(
        one_,
        history().call(1, op::complete, {0}).does(0, op::wait_handle, {0}).does(0, op::is_completed, {0}, outcome::no),
        verdict::wrong_result, "APM-08");
  }

  void synchronously_stays() {
    const std::vector<object_spec> at_once{result(true, true)};
    const auto no = history().call(0, op::begin, {0}).does(1, op::completed_synchronously, {0}, outcome::no);
    accepts(at_once, history(no).does(1, op::completed_synchronously, {0}, outcome::no));
    refuses(at_once, history(no).does(1, op::completed_synchronously, {0}, outcome::yes), verdict::wrong_result,
            "APM-06");
    accepts(at_once, history().does(0, op::begin, {0}).does(1, op::completed_synchronously, {0}, outcome::yes));
    refuses(one_, history().does(0, op::complete, {0}).does(1, op::completed_synchronously, {0}, outcome::yes),
            verdict::wrong_result, "APM-05");
  }

  void waiter_is_released() {
    const auto asleep = history().call(0, op::wait_handle, {0}).quiet();
    refuses(one_, history(asleep).does(1, op::complete, {0}).quiet(), verdict::lost_wakeup, "APM-21");
    accepts(one_, history(asleep).does(1, op::complete, {0}).ret(0).quiet(true));
    const auto late = history().does(1, op::complete, {0});
    refuses(one_, history(late).does(0, op::wait_handle, {0}, outcome::timed_out, 0), verdict::wrong_result, "APM-22");
    accepts(one_, history(late).does(0, op::wait_handle, {0}, outcome::ok, 0));
    refuses(one_, history().call(0, op::wait_handle, {0}, 10).quiet(true), verdict::lost_wakeup, "APM-23");
  }

  void handle_closes_with_end() {
    const auto ended = history().does(1, op::complete, {0}).does(1, op::end, {0}, 2);
    accepts(one_, history(ended).does(0, op::wait_handle, {0}, outcome::object_disposed));
    refuses(one_, history(ended).does(0, op::wait_handle, {0}), verdict::use_after_close, "APM-25");
    const auto closed = history().does(0, op::close_handle, {0});
    accepts(one_, history(closed).does(1, op::complete, {0}).does(1, op::end, {0}, 2).quiet(true));
    refuses(one_, history(closed).does(1, op::complete, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "APM-27");
  }

  void not_begun() {
    const std::vector<object_spec> idle{result(true, true)};
    accepts(idle, history().does(0, op::end, {0}, outcome::argument).does(0, op::begin, {0}));
    refuses(idle, history().does(0, op::is_completed, {0}, outcome::no), verdict::missing_exception, "APM-01");
    refuses(one_, history().does(0, op::begin, {0}), verdict::missing_exception, "APM-02");
  }

  void nothing_else_waits() {
    const std::vector<object_spec> idle{result(true, true)};
    refuses(idle, history().call(0, op::begin, {0}).quiet(), verdict::lost_wakeup, "APM-03");
    for (const op o : {op::complete, op::is_completed, op::completed_synchronously, op::close_handle})
      refuses(one_, history().call(0, o, {0}).quiet(), verdict::lost_wakeup, "APM-35");
    refuses(one_, history().does(0, op::complete, {0}, outcome::other_exception), verdict::unexpected_exception,
            "APM-16");
  }

  void callback_of_the_result() {
    const std::vector<object_spec> calls_back{result(false)};
    const auto completing = history().call(0, op::complete, {0});
    accepts(calls_back, history(completing).begins(4, 0));
    refuses(calls_back, history(completing).begins(4, 0, outcome::argument), verdict::wrong_result, "APM-17");
    refuses(calls_back, history(completing).begins(4, 0, outcome::invalid_operation), verdict::wrong_result,
            "APM-07");
    refuses(calls_back, history().begins(4, 0), verdict::late_callback, "APM-14");
  }

  void one_handle_for_all() {
    const auto closed = history().does(0, op::close_handle, {0});
    accepts(one_, history(closed).does(1, op::wait_handle, {0}, outcome::object_disposed, 0));
    refuses(one_, history(closed).does(1, op::wait_handle, {0}, outcome::timed_out, 0), verdict::use_after_close,
            "APM-20");
    const auto polled = history().does(0, op::wait_handle, {0}, outcome::timed_out, 0);
    refuses(one_, history(polled).does(0, op::wait_handle, {0}, outcome::object_disposed, 0),
            verdict::unexpected_exception, "APM-23");
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(apm_verdicts);

}  // namespace
}  // namespace selvage::conform::test

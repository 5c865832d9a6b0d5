#include <cppunit/extensions/HelperMacros.h>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

/// Bugs of operations over several events.
class several_verdicts : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(several_verdicts);
  CPPUNIT_TEST(wait_any_lowest_index);
  CPPUNIT_TEST(wait_any_consumes_two);
  CPPUNIT_TEST(wait_any_not_released);
  CPPUNIT_TEST(wait_all_consumes_early);
  CPPUNIT_TEST(wait_all_returns_early);
  CPPUNIT_TEST(wait_all_stranded);
  CPPUNIT_TEST(wait_all_of_duplicates);
  CPPUNIT_TEST(signal_and_wait_signals_before_the_references);
  CPPUNIT_TEST(signal_and_wait_of_one_event);
  CPPUNIT_TEST(failing_wait_keeps_a_reference);
  CPPUNIT_TEST(failing_wait_drops_one_too_many);
  CPPUNIT_TEST(duplicates_share_the_event);
  CPPUNIT_TEST(empty_list);
  CPPUNIT_TEST_SUITE_END();

  const std::vector<object_spec> autos_{automatic(), automatic()};
  const std::vector<object_spec> manuals_{manual(), manual()};

  void wait_any_lowest_index() {
    const auto both = history().does(0, op::set, {0}).does(0, op::set, {1});
    refuses(manuals_, history(both).does(0, op::wait_any, {0, 1}, 1), verdict::wrong_result, "EVT-22");
    accepts(manuals_, history(both).does(0, op::wait_any, {0, 1}, 0).quiet());
    accepts(
        manuals_,
        history().call(1, op::wait_any, {0, 1}).quiet().does(0, op::set, {1}).does(0, op::set, {0}).ret(1, 1).quiet());
    refuses(manuals_, history().does(0, op::set, {1}).does(0, op::wait_any, {0, 1}, 0), verdict::wrong_result,
            "EVT-22");
  }

  void wait_any_consumes_two() {
    const auto one = history().does(0, op::set, {0}).does(0, op::set, {1}).does(1, op::wait_any, {0, 1}, 0);
    refuses(autos_, history(one).does(0, op::wait, {1}, outcome::timed_out, 0), verdict::wrong_result, "EVT-23");
    refuses(autos_, history(one).call(0, op::wait, {1}).quiet(), verdict::lost_wakeup, "EVT-23");
    accepts(autos_, history(one).does(0, op::wait, {1}, outcome::ok, 0).quiet());
    refuses(autos_, history(one).does(0, op::wait, {0}, outcome::ok, 0), verdict::wrong_result, "EVT-14");
  }

  void wait_any_not_released() {
    const auto asleep = history().call(1, op::wait_any, {0, 1}).quiet().does(0, op::set, {1});
    refuses(autos_, history(asleep).quiet(), verdict::lost_wakeup, "EVT-12");
    refuses(manuals_, history(asleep).quiet(), verdict::lost_wakeup, "EVT-07");
    accepts(autos_, history(asleep).ret(1, 1).quiet());
  }

  void wait_all_consumes_early() {
    const auto half = history().call(1, op::wait_all, {0, 1}).quiet().does(0, op::set, {0});
    refuses(autos_, history(half).does(2, op::wait, {0}, outcome::timed_out, 0), verdict::wrong_result, "EVT-25");
    accepts(autos_, history(half).does(2, op::wait, {0}, outcome::ok, 0).does(0, op::set, {1}).quiet());
    const auto timed = history().does(0, op::set, {0}).does(1, op::wait_all, {0, 1}, outcome::timed_out, 0);
    refuses(autos_, history(timed).does(2, op::wait, {0}, outcome::timed_out, 0), verdict::wrong_result, "EVT-25");
    refuses(autos_, history(timed).call(2, op::wait, {0}).quiet(), verdict::lost_wakeup, "EVT-25");
  }

  void wait_all_returns_early() {
    const auto half = history().call(1, op::wait_all, {0, 1}).quiet().does(0, op::set, {0});
    refuses(autos_, history(half).ret(1), verdict::wrong_result, "EVT-24");
  }

  void wait_all_stranded() {
    const auto whole = history().call(1, op::wait_all, {0, 1}).quiet().does(0, op::set, {0}).does(0, op::set, {1});
    refuses(autos_, history(whole).quiet(), verdict::lost_wakeup, "EVT-24");
    refuses(manuals_, history(whole).quiet(), verdict::lost_wakeup, "EVT-24");
    accepts(autos_, history(whole).ret(1).does(0, op::wait, {0}, outcome::timed_out, 0).quiet());
  }

  void wait_all_of_duplicates() {
    accepts(autos_, history().does(0, op::wait_all, {0, 0}, outcome::argument).quiet());
    refuses(autos_, history().does(0, op::set, {0}).does(0, op::wait_all, {0, 0}), verdict::missing_exception,
            "EVT-26");
    accepts(autos_, history().does(0, op::set, {0}).does(0, op::wait_any, {0, 0}, 0).quiet());
    refuses(autos_, history().does(0, op::wait_any, {0, 0}, outcome::argument, 0), verdict::unexpected_exception,
            "EVT-26");
  }

  void signal_and_wait_signals_before_the_references() {
    const auto refused = history()
                             .call(0, op::close, {1})
                             .released(0, 1)
                             .ret(0)
                             .does(1, op::signal_and_wait, {0, 1}, outcome::object_disposed);
    refuses(autos_, history(refused).does(0, op::wait, {0}, outcome::ok, 0), verdict::wrong_result, "EVT-29");
    refuses(manuals_, history(refused).does(0, op::wait, {0}, outcome::ok, 0), verdict::wrong_result, "EVT-29");
    accepts(manuals_, history(refused).does(0, op::wait, {0}, outcome::timed_out, 0).quiet());
    const auto closed = history().call(0, op::close, {1}).released(0, 1).ret(0);
    refuses(manuals_, history(closed).does(1, op::signal_and_wait, {0, 1}, outcome::timed_out, 0),
            verdict::use_after_close, "EVT-29");
  }

  void signal_and_wait_of_one_event() {
    accepts(autos_, history().does(0, op::signal_and_wait, {0, 0}).quiet());
    refuses(autos_, history().call(0, op::signal_and_wait, {0, 0}).quiet(), verdict::lost_wakeup, "EVT-30");
    accepts(autos_, history()
                        .call(0, op::signal_and_wait, {0, 1})
                        .quiet()
                        .does(1, op::wait, {0})
                        .quiet()
                        .does(1, op::set, {1})
                        .ret(0)
                        .quiet());
  }

  void failing_wait_keeps_a_reference() {
    const auto failed =
        history().call(0, op::close, {1}).released(0, 1).ret(0).does(1, op::wait_any, {0, 1}, outcome::object_disposed);
    refuses(autos_, history(failed).does(0, op::close, {0}), verdict::missing_release, "EVT-28");
    accepts(autos_, history(failed).call(0, op::close, {0}).released(0, 0).ret(0).quiet());
  }

  void failing_wait_drops_one_too_many() {
    const auto closed = history().call(0, op::close, {1}).released(0, 1).ret(0);
    // The handle whose add-ref failed is dropped once more, and its resource released again.
    refuses(autos_, history(closed).call(1, op::wait_any, {0, 1}).released(1, 1), verdict::double_release, "EVT-28");
    // Or the good handle loses its own reference.
    const auto failed = history(closed).does(1, op::wait_any, {0, 1}, outcome::object_disposed);
    refuses(autos_, history(failed).does(0, op::set, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "EVT-28");
    refuses(autos_, history(closed).call(1, op::wait_any, {0, 1}).released(1, 0), verdict::use_after_close, "EVT-28");
  }

  void duplicates_share_the_event() {
    const std::vector<object_spec> two{automatic(), duplicate_of(0)};
    accepts(two, history().does(0, op::set, {0}).does(1, op::wait, {1}).quiet());
    refuses(two, history().does(0, op::set, {0}).call(1, op::wait, {1}).quiet(), verdict::lost_wakeup, "EVT-06");
    const auto closed = history().call(0, op::close, {0}).released(0, 0).ret(0);
    accepts(two, history(closed).does(0, op::set, {1}).does(1, op::wait, {1}).quiet());
    refuses(two, history(closed).does(0, op::set, {1}, outcome::object_disposed), verdict::unexpected_exception,
            "EVT-06");
  }

  void empty_list() {
    accepts(autos_, history().does(0, op::wait_any, {}, outcome::argument).quiet());
    refuses(autos_, history().does(0, op::wait_all, {}), verdict::missing_exception, "EVT-27");
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(several_verdicts);

}  // namespace
}  // namespace selvage::conform::test

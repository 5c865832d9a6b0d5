#include <cppunit/extensions/HelperMacros.h>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

/// What each bug of a handle looks like in a history, and what the checker calls it.
class handle_verdicts : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(handle_verdicts);
  CPPUNIT_TEST(add_ref_without_the_closed_check);
  CPPUNIT_TEST(release_clears_the_disposed_mark);
  CPPUNIT_TEST(release_once_too_often);
  CPPUNIT_TEST(dispose_twice_releases_twice);
  CPPUNIT_TEST(dispose_twice_drops_twice);
  CPPUNIT_TEST(release_while_referenced);
  CPPUNIT_TEST(release_forgotten);
  CPPUNIT_TEST(set_invalid);
  CPPUNIT_TEST(not_owned);
  CPPUNIT_TEST(is_closed);
  CPPUNIT_TEST(add_ref_of_a_disposed_handle_refused);
  CPPUNIT_TEST(dispose_after_the_last_release);
  CPPUNIT_TEST(the_released_thread_is_the_one_that_dropped_last);
  CPPUNIT_TEST_SUITE_END();

  const std::vector<object_spec> one_{handle()};

  void add_ref_without_the_closed_check() {
    const auto closed = history().call(0, op::dispose, {0}).released(0, 0).ret(0);
    refuses(one_, history(closed).does(1, op::add_ref, {0}), verdict::use_after_close, "HND-03");
    accepts(one_, history(closed).does(1, op::add_ref, {0}, outcome::object_disposed).quiet());
  }

  void release_clears_the_disposed_mark() {
    const auto start = history().does(0, op::add_ref, {0}).does(0, op::add_ref, {0}).does(1, op::dispose, {0});
    auto again = history(start).does(0, op::release, {0});
    // The second dispose drops the last reference although one was taken and not released.
    refuses(one_, history(again).call(1, op::dispose, {0}).released(1, 0), verdict::use_after_close, "HND-13");
    accepts(one_, history(again).does(1, op::dispose, {0}).call(0, op::release, {0}).released(0, 0).ret(0).quiet());
    // Or it says that there was nothing left to dispose.
    again.call(1, op::release, {0}).released(1, 0).ret(1);
    refuses(one_, history(again).does(1, op::dispose, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "HND-13");
  }

  void release_once_too_often() {
    const auto closed = history().call(0, op::release, {0}).released(0, 0).ret(0);
    refuses(one_, history(closed).does(0, op::release, {0}), verdict::use_after_close, "HND-05");
    refuses(one_, history(closed).call(0, op::release, {0}).released(0, 0), verdict::double_release, "HND-08");
    accepts(one_, history(closed).does(0, op::release, {0}, outcome::object_disposed).quiet());
  }

  void dispose_twice_releases_twice() {
    const auto closed = history().call(0, op::dispose, {0}).released(0, 0).ret(0);
    refuses(one_, history(closed).call(1, op::dispose, {0}).released(1, 0), verdict::double_release, "HND-12");
    accepts(one_, history(closed).does(1, op::dispose, {0}).quiet());
  }

  void dispose_twice_drops_twice() {
    const auto held = history().does(0, op::add_ref, {0}).does(0, op::dispose, {0});
    refuses(one_, history(held).call(1, op::dispose, {0}).released(1, 0), verdict::use_after_close, "HND-12");
    accepts(one_, history(held).does(1, op::dispose, {0}).does(0, op::is_closed, {0}, outcome::no).quiet());
  }

  void release_while_referenced() {
    const auto held = history().does(0, op::add_ref, {0}).does(0, op::add_ref, {0});
    refuses(one_, history(held).call(1, op::release, {0}).released(1, 0), verdict::use_after_close, "HND-09");
  }

  void release_forgotten() {
    refuses(one_, history().does(0, op::dispose, {0}), verdict::missing_release, "HND-07");
    refuses(one_, history().does(0, op::add_ref, {0}).does(0, op::dispose, {0}).does(0, op::release, {0}),
            verdict::missing_release, "HND-07");
  }

  void set_invalid() {
    const auto invalid = history().does(0, op::add_ref, {0}).does(0, op::set_invalid, {0}).does(0, op::dispose, {0});
    accepts(one_, history(invalid).does(0, op::release, {0}).quiet());
    refuses(one_, history(invalid).call(0, op::release, {0}).released(0, 0), verdict::double_release, "HND-16");
    refuses(one_, history().does(0, op::set_invalid, {0}).does(0, op::is_closed, {0}, outcome::no),
            verdict::wrong_result, "HND-15");
    refuses(one_, history(invalid).does(1, op::add_ref, {0}), verdict::use_after_close, "HND-03");
  }

  void not_owned() {
    object_spec borrowed = handle();
    borrowed.owns = false;
    accepts({borrowed}, history().does(0, op::dispose, {0}).quiet());
    refuses({borrowed}, history().call(0, op::dispose, {0}).released(0, 0), verdict::double_release, "HND-10");
  }

  void is_closed() {
    const auto held = history().does(0, op::add_ref, {0}).does(0, op::dispose, {0});
    refuses(one_, history(held).does(0, op::is_closed, {0}, outcome::yes), verdict::wrong_result, "HND-17");
    const auto closed = history(held).call(0, op::release, {0}).released(0, 0).ret(0);
    refuses(one_, history(closed).does(0, op::is_closed, {0}, outcome::no), verdict::wrong_result, "HND-06");
  }

  void add_ref_of_a_disposed_handle_refused() {
    const auto held = history().does(0, op::add_ref, {0}).does(0, op::dispose, {0});
    refuses(one_, history(held).does(1, op::add_ref, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "HND-02");
    accepts(one_, history(held).does(1, op::add_ref, {0}).quiet());
  }

  void dispose_after_the_last_release() {
    const auto closed = history().call(0, op::release, {0}).released(0, 0).ret(0);
    accepts(one_, history(closed).does(0, op::dispose, {0}, outcome::object_disposed).quiet());
    refuses(one_, history(closed).does(0, op::dispose, {0}), verdict::use_after_close, "HND-14");
  }

  void the_released_thread_is_the_one_that_dropped_last() {
    const auto both = history().does(0, op::add_ref, {0}).call(0, op::release, {0}).call(1, op::dispose, {0});
    accepts(one_, history(both).released(0, 0).ret(0).ret(1).quiet());
    accepts(one_, history(both).released(1, 0).ret(0).ret(1).quiet());
    refuses(one_, history(both).released(1, 0).released(0, 0), verdict::double_release, "HND-08");
    refuses(one_, history(both).ret(1).ret(0), verdict::missing_release, "HND-07");
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(handle_verdicts);

}  // namespace
}  // namespace selvage::conform::test

#include <cppunit/extensions/HelperMacros.h>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

object_spec disposable(bool joining = false, bool failing = false) {
  object_spec s;
  s.kind = object_kind::async_disposable;
  s.joining = joining;
  s.failing = failing;
  return s;
}

constexpr std::uint8_t nobody = 255;  // no client thread

/// What each bug of a disposal looks like in a history, and what the checker calls it.
class disposal_verdicts : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(disposal_verdicts);
  CPPUNIT_TEST(use_after_disposal);
  CPPUNIT_TEST(use_during_disposal);
  CPPUNIT_TEST(released_in_flight);
  CPPUNIT_TEST(released_without_disposal);
  CPPUNIT_TEST(released_twice);
  CPPUNIT_TEST(released_never);
  CPPUNIT_TEST(first_returns_early);
  CPPUNIT_TEST(later_ones);
  CPPUNIT_TEST(finish_without_start);
  CPPUNIT_TEST(the_one_who_releases_is_free);
  CPPUNIT_TEST(stuck_for_a_reason);
  CPPUNIT_TEST(a_failure_is_told);
  CPPUNIT_TEST_SUITE_END();

  void a_failure_is_told() {
    const std::vector<object_spec> fails{disposable(true, true)};
    const auto failed = outcome::other_exception;
    history released;
    released.call(0, op::dispose_async, {0}).released(0, 0);
    accepts(fails, history(released).ret(0, failed).does(1, op::dispose_sync, {0}).quiet(true));
    refuses(fails, history(released).ret(0), verdict::missing_exception, "DSP-13");
    refuses(fails, history(released).ret(0, failed).does(1, op::dispose_async, {0}), verdict::missing_exception,
            "DSP-13");
    refuses(fails, history(released).ret(0, failed).does(1, op::dispose_sync, {0}, failed),
            verdict::unexpected_exception, "DSP-12");
    refuses(fails, history(released).ret(0, failed).released(0, 0), verdict::double_release, "DSP-07");
  }

  void use_after_disposal() {
    history disposed;
    disposed.call(0, op::dispose_async, {0}).released(0, 0).ret(0);
    accepts({disposable()}, history(disposed).does(1, op::use, {0}, outcome::object_disposed).quiet(true));
    refuses({disposable()}, history(disposed).does(1, op::use, {0}), verdict::use_after_close, "DSP-02");
    refuses({disposable()}, history(disposed).does(1, op::start, {0}), verdict::use_after_close, "DSP-02");
    refuses({disposable()}, history().does(1, op::use, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "DSP-01");
  }

  // The disposal has begun for certain when its thread sleeps; before that, either outcome is right.
  void use_during_disposal() {
    history draining;
    draining.does(0, op::start, {0}).call(1, op::dispose_async, {0});
    accepts({disposable()}, history(draining).does(0, op::use, {0}));
    accepts({disposable()}, history(draining).does(0, op::use, {0}, outcome::object_disposed));
    refuses({disposable()}, history(draining).quiet().does(0, op::use, {0}), verdict::use_after_close, "DSP-02");
  }

  void released_in_flight() {
    history h;
    h.does(0, op::start, {0}).call(1, op::dispose_async, {0}).released(1, 0);
    refuses({disposable()}, h, verdict::double_release, "DSP-06");
  }

  void released_without_disposal() {
    refuses({disposable()}, history().call(0, op::use, {0}).released(0, 0), verdict::double_release, "DSP-06");
  }

  void released_twice() {
    history h;
    h.call(0, op::dispose_sync, {0}).released(0, 0).ret(0);
    refuses({disposable()}, h.call(1, op::dispose_async, {0}).released(1, 0), verdict::double_release, "DSP-07");
  }

  void released_never() {
    history h;
    h.does(0, op::start, {0}).call(1, op::dispose_async, {0}).does(0, op::finish, {0});
    refuses({disposable()}, h.quiet(true), verdict::missing_release, "DSP-05");
  }

  void first_returns_early() {
    history h;
    h.does(0, op::start, {0});
    refuses({disposable()}, history(h).call(1, op::dispose_async, {0}).ret(1), verdict::wrong_result, "DSP-08");
    refuses({disposable()}, history(h).call(1, op::dispose_sync, {0}).ret(1), verdict::wrong_result, "DSP-09");
  }

  void later_ones() {
    history h;
    h.does(0, op::start, {0}).call(1, op::dispose_async, {0}).quiet();
    accepts({disposable()}, history(h).does(2, op::dispose_async, {0}).does(2, op::dispose_sync, {0}));
    refuses({disposable()}, history(h).call(2, op::dispose_async, {0}).quiet(true), verdict::lost_wakeup, "DSP-10");
    refuses({disposable()}, history(h).does(2, op::dispose_async, {0}, outcome::object_disposed),
            verdict::unexpected_exception, "DSP-10");
    refuses({disposable()}, history(h).does(2, op::dispose_sync, {0}, outcome::object_disposed),
            verdict::unexpected_exception, "DSP-12");
    refuses({disposable(true)}, history(h).does(2, op::dispose_async, {0}), verdict::wrong_result, "DSP-11");
    accepts({disposable(true)}, history(h).does(2, op::dispose_sync, {0}).call(2, op::dispose_async, {0}).quiet(true));
    refuses({disposable(true)},
            history(h).call(2, op::dispose_async, {0}).does(0, op::finish, {0}).released(0, 0).ret(1).quiet(true),
            verdict::lost_wakeup, "DSP-11");
  }

  void finish_without_start() {
    accepts({disposable()}, history().does(0, op::finish, {0}, outcome::invalid_operation));
    refuses({disposable()}, history().does(0, op::finish, {0}), verdict::missing_exception, "DSP-04");
    history h;
    h.does(0, op::start, {0}).call(1, op::dispose_async, {0}).quiet();
    refuses({disposable()}, h.does(0, op::finish, {0}, outcome::object_disposed), verdict::unexpected_exception,
            "DSP-03");
  }

  void the_one_who_releases_is_free() {
    history h;
    h.does(0, op::start, {0}).call(1, op::dispose_async, {0}).does(0, op::finish, {0});
    accepts({disposable()}, history(h).released(0, 0).ret(1).quiet(true));
    accepts({disposable()}, history(h).released(nobody, 0).ret(1).quiet(true));
  }

  void stuck_for_a_reason() {
    history h;
    h.does(0, op::start, {0}).call(0, op::dispose_sync, {0}).quiet(true);
    accepts({disposable()}, h);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(disposal_verdicts);

}  // namespace
}  // namespace selvage::conform::test

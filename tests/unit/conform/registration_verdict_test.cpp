#include <cppunit/extensions/HelperMacros.h>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

object_spec registration_of(std::uint8_t event, bool once, std::int32_t timeout_ms = model::infinite) {
  object_spec s;
  s.kind = object_kind::registration;
  s.original = event;
  s.once = once;
  s.timeout_ms = timeout_ms;
  return s;
}

constexpr std::uint8_t e = 0;     // the event
constexpr std::uint8_t r = 1;     // its registration
constexpr std::uint8_t done = 2;  // a completion event
constexpr std::uint8_t also = 3;  // another registration of the event
constexpr std::uint8_t worker = model::first_callback_thread;
constexpr std::uint8_t second_worker = worker + 1;
constexpr std::uint8_t nobody = 255;  // no client thread
constexpr std::int16_t timed_out = outcome::timed_out;
constexpr std::int16_t yes = outcome::yes;

using objects = std::vector<object_spec>;
const objects one_shot{automatic(), registration_of(e, true), manual()};
const objects repeating{automatic(), registration_of(e, false), manual()};
const objects timed{automatic(), registration_of(e, true, 10), manual()};

history registered() { return history().does(0, op::register_wait, {r}).quiet(); }
history fired() { return registered().does(0, op::set, {e}).begins(worker, r); }

/// What each bug of a registered wait looks like in a history, and what the checker calls it; and near it, what is no
/// bug.
class registration_verdicts : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(registration_verdicts);
  CPPUNIT_TEST(of_a_closed_event);
  CPPUNIT_TEST(released_while_registered);
  CPPUNIT_TEST(never_given_back);
  CPPUNIT_TEST(signals_and_callbacks);
  CPPUNIT_TEST(once_is_once);
  CPPUNIT_TEST(repeats);
  CPPUNIT_TEST(timeouts);
  CPPUNIT_TEST(callbacks_beside_each_other);
  CPPUNIT_TEST(first_and_later_unregisters);
  CPPUNIT_TEST(unregister_waits_for_no_callback);
  CPPUNIT_TEST(no_signal_after_an_unregister);
  CPPUNIT_TEST(completion_early_late_and_twice);
  CPPUNIT_TEST(completion_closed);
  CPPUNIT_TEST(blocking);
  CPPUNIT_TEST(two_of_one_event);
  CPPUNIT_TEST(registered_once);
  CPPUNIT_TEST_SUITE_END();

  void of_a_closed_event() {
    history closed;
    closed.call(0, op::close, {e}).released(0, e).ret(0);
    accepts(one_shot, history(closed).does(0, op::register_wait, {r}, outcome::object_disposed).quiet(true));
    refuses(one_shot, history(closed).does(0, op::register_wait, {r}), verdict::use_after_close, "REG-01");
    refuses(one_shot, history().does(0, op::register_wait, {r}, outcome::object_disposed),
            verdict::unexpected_exception, "REG-01");
    refuses(one_shot, history().begins(worker, r), verdict::late_callback, "REG-01");
  }

  void released_while_registered() {
    refuses(one_shot, registered().call(0, op::close, {e}).released(0, e), verdict::double_release, "REG-02");
    accepts(one_shot, registered().does(0, op::close, {e}).quiet(true));
    history h = registered();
    h.does(0, op::close, {e}).call(0, op::unregister, {r}).released(0, e);
    accepts(one_shot, h.ret(0, yes).quiet(true));
  }

  void never_given_back() {
    history h = registered();
    h.does(0, op::close, {e}).does(0, op::unregister, {r}, yes);
    refuses(one_shot, history(h).quiet(true), verdict::missing_release, "REG-03");
    accepts(one_shot, history(h).released(nobody, e).quiet(true));
    history f = fired();
    f.ends(worker, r).does(0, op::close, {e}).quiet(true);
    refuses(one_shot, f, verdict::missing_release, "REG-03");
  }

  void signals_and_callbacks() {
    refuses(one_shot, registered().begins(worker, r), verdict::late_callback, "REG-04");
    refuses(one_shot, registered().does(0, op::set, {e}).quiet(), verdict::missing_callback, "REG-04");
    refuses(one_shot, registered().does(0, op::set, {e}).begins(worker, r, timed_out), verdict::late_callback,
            "REG-04");
    accepts(one_shot, fired().ends(worker, r).quiet(true));
    // The signal is consumed.
    refuses(one_shot, fired().does(0, op::wait, {e}, outcome::ok, 0), verdict::wrong_result, "EVT-14");
    accepts(one_shot, fired().does(0, op::wait, {e}, timed_out, 0));
  }

  void once_is_once() {
    history again = fired();
    again.ends(worker, r).does(0, op::set, {e});
    refuses(one_shot, history(again).begins(worker, r), verdict::late_callback, "REG-05");
    accepts(one_shot, history(again).does(0, op::wait, {e}, outcome::ok, 0).quiet(true));
  }

  void repeats() {
    history again = fired();
    again.ends(worker, r).does(0, op::set, {e});
    accepts(repeating, history(again).begins(worker, r).ends(worker, r).quiet(true));
    refuses(repeating, history(again).quiet(), verdict::missing_callback, "REG-06");
  }

  void timeouts() {
    accepts(timed, registered().begins(worker, r, timed_out).ends(worker, r, timed_out).quiet(true));
    refuses(timed, registered().begins(worker, r), verdict::late_callback, "REG-07");
    refuses(timed, registered().quiet(true), verdict::missing_callback, "REG-07");
    refuses(one_shot, registered().begins(worker, r, timed_out), verdict::late_callback, "REG-07");
    // A timeout leaves the signal for others.
    history late = registered();
    late.begins(worker, r, timed_out).ends(worker, r, timed_out).does(0, op::set, {e});
    accepts(timed, history(late).does(0, op::wait, {e}, outcome::ok, 0).quiet(true));
    refuses(timed, history(late).does(0, op::wait, {e}, timed_out, 0), verdict::wrong_result, "EVT-07");
    const objects polling{automatic(), registration_of(e, true, 0)};
    refuses(polling, registered(), verdict::missing_callback, "REG-07");
  }

  void callbacks_beside_each_other() {
    history two = fired();
    two.does(0, op::set, {e});
    accepts(repeating, history(two).begins(second_worker, r).ends(worker, r).ends(second_worker, r).quiet(true));
    refuses(repeating, history(two).quiet(), verdict::missing_callback, "REG-08");
  }

  void first_and_later_unregisters() {
    refuses(one_shot, registered().does(0, op::unregister, {r}, outcome::no), verdict::wrong_result, "REG-09");
    refuses(one_shot, fired().ends(worker, r).does(0, op::unregister, {r}, outcome::no), verdict::wrong_result,
            "REG-09");
    history h = registered();
    h.does(0, op::unregister, {r}, yes);
    accepts(one_shot, history(h).does(0, op::unregister, {r}, outcome::no).quiet(true));
    refuses(one_shot, history(h).does(0, op::unregister, {r}, yes), verdict::wrong_result, "REG-10");
    history loser(h);
    loser.does(0, op::unregister, {r, done}, outcome::no);
    accepts(one_shot, history(loser).does(0, op::wait, {done}, timed_out, 0));
    refuses(one_shot, history(loser).does(0, op::wait, {done}, outcome::ok, 0), verdict::wrong_result, "REG-10");
    refuses(one_shot, history(loser).call(0, op::wait, {done}).ret(0), verdict::wrong_result, "REG-10");
  }

  void unregister_waits_for_no_callback() {
    refuses(one_shot, fired().call(0, op::unregister, {r}).quiet(), verdict::lost_wakeup, "REG-11");
    refuses(repeating, fired().call(worker, op::unregister, {r, done}).quiet(), verdict::lost_wakeup, "REG-11");
    accepts(repeating, fired().does(worker, op::unregister, {r, done}, yes).ends(worker, r).quiet(true));
  }

  void no_signal_after_an_unregister() {
    history h = registered();
    h.does(0, op::unregister, {r}, yes).does(0, op::set, {e});
    refuses(repeating, history(h).begins(worker, r), verdict::late_callback, "REG-12");
    accepts(repeating, history(h).does(0, op::wait, {e}, outcome::ok, 0).quiet(true));
    // One that was queued before still runs, and has to.
    history queued = registered();
    queued.does(0, op::set, {e}).does(0, op::unregister, {r}, yes);
    accepts(repeating, history(queued).begins(worker, r).ends(worker, r).quiet(true));
    refuses(repeating, history(queued).quiet(), verdict::missing_callback, "REG-12");
  }

  void completion_early_late_and_twice() {
    history running = fired();
    running.does(0, op::unregister, {r, done}, yes);
    refuses(one_shot, history(running).does(0, op::wait, {done}, outcome::ok, 0), verdict::wrong_result, "REG-13");
    refuses(one_shot, history(running).call(0, op::wait, {done}).ret(0), verdict::wrong_result, "REG-13");
    history over(running);
    over.ends(worker, r);
    accepts(one_shot, history(over).does(0, op::wait, {done}).quiet(true));
    refuses(one_shot, history(over).call(0, op::wait, {done}).quiet(), verdict::lost_wakeup, "REG-14");
    history idle = registered();
    idle.does(0, op::unregister, {r, done}, yes);
    refuses(one_shot, history(idle).call(0, op::wait, {done}).quiet(), verdict::lost_wakeup, "REG-14");
    refuses(one_shot, history(idle).quiet().does(0, op::wait, {done}, timed_out, 0), verdict::wrong_result, "REG-14");
    // Set once: an auto-reset completion event satisfies one wait.
    const objects automatic_done{automatic(), registration_of(e, true), automatic()};
    idle.does(0, op::wait, {done});
    accepts(automatic_done, history(idle).does(0, op::wait, {done}, timed_out, 0));
    refuses(automatic_done, history(idle).does(0, op::wait, {done}, outcome::ok, 0), verdict::wrong_result, "REG-13");
    // No callback begins after it.
    refuses(repeating, history(idle).does(0, op::set, {e}).begins(worker, r), verdict::late_callback, "REG-13");
  }

  void completion_closed() {
    history h = fired();
    h.does(0, op::unregister, {r, done}, yes);
    refuses(one_shot, history(h).call(0, op::close, {done}).released(0, done), verdict::double_release, "REG-15");
    accepts(one_shot, history(h).does(0, op::close, {done}).ends(worker, r).released(nobody, done).quiet(true));
    refuses(one_shot, history(h).does(0, op::close, {done}).ends(worker, r).quiet(true), verdict::missing_release,
            "REG-15");
    history closed = registered();
    closed.call(0, op::close, {done}).released(0, done).ret(0);
    refuses(one_shot, history(closed).does(0, op::unregister, {r, done}, yes), verdict::use_after_close, "REG-16");
    closed.does(0, op::unregister, {r, done}, outcome::object_disposed);
    accepts(one_shot, history(closed).does(0, op::unregister, {r}, yes).quiet(true));
    refuses(one_shot, history(closed).does(0, op::unregister, {r}, outcome::no), verdict::wrong_result, "REG-16");
  }

  void blocking() {
    refuses(one_shot, fired().does(0, op::unregister_blocking, {r}, yes), verdict::wrong_result, "REG-17");
    accepts(one_shot, fired().call(0, op::unregister_blocking, {r}).ends(worker, r).ret(0, yes).quiet(true));
    refuses(one_shot, fired().call(0, op::unregister_blocking, {r}).ends(worker, r).quiet(), verdict::lost_wakeup,
            "REG-17");
    accepts(one_shot, fired().does(worker, op::unregister_blocking, {r}, outcome::invalid_operation));
    refuses(one_shot, fired().does(worker, op::unregister_blocking, {r}, yes), verdict::missing_exception, "REG-18");
    refuses(one_shot, fired().call(worker, op::unregister_blocking, {r}).quiet(), verdict::lost_wakeup, "REG-18");
    accepts(one_shot, fired()
                          .does(worker, op::unregister_blocking, {r}, outcome::invalid_operation)
                          .ends(worker, r)
                          .does(0, op::unregister, {r}, yes));
  }

  void two_of_one_event() {
    const objects of_manual{manual(), registration_of(e, true), manual(), registration_of(e, true)};
    const objects of_automatic{automatic(), registration_of(e, true), manual(), registration_of(e, true)};
    history both = registered();
    both.does(0, op::register_wait, {also}).quiet().does(0, op::set, {e}).begins(worker, r);
    accepts(of_manual, history(both).begins(second_worker, also));
    refuses(of_manual, history(both).ends(worker, r).quiet(), verdict::missing_callback, "REG-19");
    refuses(of_automatic, history(both).begins(second_worker, also), verdict::late_callback, "REG-19");
    accepts(of_automatic, history(both).ends(worker, r).quiet(true));
  }

  void registered_once() {
    accepts(one_shot, registered().does(0, op::register_wait, {r}, outcome::invalid_operation));
    refuses(one_shot, registered().does(0, op::register_wait, {r}), verdict::missing_exception, "REG-20");
    accepts(one_shot, history().does(0, op::unregister, {r}, outcome::invalid_operation));
    refuses(one_shot, history().does(0, op::unregister, {r}, outcome::no), verdict::missing_exception, "REG-20");
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(registration_verdicts);

}  // namespace
}  // namespace selvage::conform::test

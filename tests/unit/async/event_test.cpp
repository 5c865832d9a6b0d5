#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "selvage/async/auto_reset_event.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/wait.h"

namespace selvage::async {
namespace {

using namespace std::chrono_literals;

bool is_set(event_wait_handle& e) { return e.wait_for(0ms); }

class event_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(event_test);
  CPPUNIT_TEST(begins_as_told);
  CPPUNIT_TEST(manual_stays_set);
  CPPUNIT_TEST(auto_is_consumed);
  CPPUNIT_TEST(auto_keeps_one_signal);
  CPPUNIT_TEST(reset_unsets);
  CPPUNIT_TEST(pulse_leaves_unset);
  CPPUNIT_TEST(timeout_changes_nothing);
  CPPUNIT_TEST(durations);
  CPPUNIT_TEST(wait_one_is_wait);
  CPPUNIT_TEST(set_then_reset_releases_who_waited);
  CPPUNIT_TEST(as_many_sets_as_waiters);
  CPPUNIT_TEST(waiter_sees_what_came_before_the_set);
  CPPUNIT_TEST(hand_over_many_times);
  CPPUNIT_TEST_SUITE_END();

 public:
  void begins_as_told() {
    manual_reset_event unset(false);
    manual_reset_event set(true);
    auto_reset_event auto_unset(false);
    auto_reset_event auto_set(true);
    CPPUNIT_ASSERT(!is_set(unset));
    CPPUNIT_ASSERT(is_set(set));
    CPPUNIT_ASSERT(!is_set(auto_unset));
    CPPUNIT_ASSERT(is_set(auto_set));
  }

  void manual_stays_set() {
    manual_reset_event e(false);
    e.set();
    e.wait();
    e.wait();
    CPPUNIT_ASSERT(is_set(e));
    e.set();
    CPPUNIT_ASSERT(is_set(e));
  }

  void auto_is_consumed() {
    auto_reset_event e(false);
    e.set();
    e.wait();
    CPPUNIT_ASSERT(!is_set(e));
  }

  void auto_keeps_one_signal() {
    auto_reset_event e(false);
    e.set();
    e.set();
    CPPUNIT_ASSERT(is_set(e));
    CPPUNIT_ASSERT(!is_set(e));
  }

  void reset_unsets() {
    manual_reset_event m(true);
    m.reset();
    m.reset();
    CPPUNIT_ASSERT(!is_set(m));
    auto_reset_event a(true);
    a.reset();
    CPPUNIT_ASSERT(!is_set(a));
  }

  void pulse_leaves_unset() {
    manual_reset_event m(false);
    m.pulse();
    CPPUNIT_ASSERT(!is_set(m));
    m.set();
    m.pulse();
    CPPUNIT_ASSERT(!is_set(m));
    auto_reset_event a(true);
    a.pulse();
    CPPUNIT_ASSERT(!is_set(a));
  }

  void timeout_changes_nothing() {
    auto_reset_event e(false);
    CPPUNIT_ASSERT(!e.wait_for(1ms));
    e.set();
    CPPUNIT_ASSERT(e.wait_for(1h));
    CPPUNIT_ASSERT(!e.wait_for(1us));
  }

  void durations() {
    manual_reset_event e(true);
    CPPUNIT_ASSERT_THROW(static_cast<void>(e.wait_for(-1ms)), argument_error);
    CPPUNIT_ASSERT_THROW(static_cast<void>(e.wait_for(-1ns)), argument_error);
    CPPUNIT_ASSERT(e.wait_for(std::chrono::hours::max()));
    CPPUNIT_ASSERT(e.wait_for(std::chrono::nanoseconds::max()));
    CPPUNIT_ASSERT(e.wait_for(std::chrono::duration<double>(1e300)));
    e.reset();
    CPPUNIT_ASSERT(!e.wait_for(std::chrono::duration<double>(1e-12)));
    std::thread late([&] { e.set(); });
    CPPUNIT_ASSERT(e.wait_for(std::chrono::hours::max()));
    late.join();
  }

  void wait_one_is_wait() {
    auto_reset_event e(true);
    wait_one(e);
    CPPUNIT_ASSERT(!wait_one_for(e, 0ms));
  }

  void set_then_reset_releases_who_waited() {
    manual_reset_event e(false);
    std::atomic<int> returned{0};
    const auto wait = [&] {
      e.wait();
      ++returned;
    };
    std::thread first(wait);
    std::thread second(wait);
    // Each waiter has returned after some set, however often the event is reset between.
    while (returned.load() != 2) {
      e.set();
      e.reset();
      std::this_thread::yield();
    }
    first.join();
    second.join();
    CPPUNIT_ASSERT(!is_set(e));
  }

  void as_many_sets_as_waiters() {
    auto_reset_event e(false);
    auto_reset_event taken(false);
    const auto wait = [&] {
      e.wait();
      taken.set();
    };
    std::thread first(wait);
    std::thread second(wait);
    e.set();
    taken.wait();
    e.set();
    taken.wait();
    first.join();
    second.join();
    CPPUNIT_ASSERT(!is_set(e));
  }

  void waiter_sees_what_came_before_the_set() {
    manual_reset_event e(false);
    int value = 0;
    std::thread writer([&] {
      value = 42;
      e.set();
    });
    e.wait();
    CPPUNIT_ASSERT_EQUAL(42, value);
    writer.join();
  }

  /// Often enough that the threads come to look again before they sleep.
  void hand_over_many_times() {
    constexpr int rounds = 40;
    auto_reset_event there(false);
    auto_reset_event back(false);
    int ball = 0;
    std::thread other([&] {
      for (int i = 0; i < rounds; ++i) {
        there.wait();
        ++ball;
        back.set();
      }
    });
    for (int i = 0; i < rounds; ++i) {
      there.set();
      back.wait();
      CPPUNIT_ASSERT_EQUAL(i + 1, ball);
    }
    other.join();
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(event_test);

}  // namespace
}  // namespace selvage::async

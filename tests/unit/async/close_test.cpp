#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <chrono>
#include <memory>
#include <thread>

#include "selvage/async/auto_reset_event.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/wait.h"

namespace selvage::async {
namespace {

using namespace std::chrono_literals;

struct counter {
  int released{};
  release_notification notification() {
    return {[](void* self) { ++static_cast<counter*>(self)->released; }, this};
  }
};

class close_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(close_test);
  CPPUNIT_TEST(everything_but_close_throws);
  CPPUNIT_TEST(close_notifies_once);
  CPPUNIT_TEST(destruction_closes);
  CPPUNIT_TEST(a_failing_wait_gives_its_references_back);
  CPPUNIT_TEST(signal_and_wait_signals_nothing_when_closed);
  CPPUNIT_TEST(a_waiter_keeps_the_handle_open);
  CPPUNIT_TEST(duplicates_share_the_event);
  CPPUNIT_TEST(a_duplicate_outlives_its_original);
  CPPUNIT_TEST(a_closed_handle_cannot_be_duplicated);
  CPPUNIT_TEST(a_closed_duplicate_throws);
  CPPUNIT_TEST_SUITE_END();

 public:
  void everything_but_close_throws() {
    manual_reset_event e(true);
    manual_reset_event other(true);
    e.close();
    e.close();
    CPPUNIT_ASSERT(e.is_closed());
    CPPUNIT_ASSERT_THROW(e.set(), object_disposed_error);
    CPPUNIT_ASSERT_THROW(e.reset(), object_disposed_error);
    CPPUNIT_ASSERT_THROW(e.pulse(), object_disposed_error);
    CPPUNIT_ASSERT_THROW(e.wait(), object_disposed_error);
    CPPUNIT_ASSERT_THROW(static_cast<void>(e.wait_for(0ms)), object_disposed_error);
    const std::array<event_wait_handle*, 2> both{&other, &e};
    CPPUNIT_ASSERT_THROW(wait_any(both), object_disposed_error);
    CPPUNIT_ASSERT_THROW(wait_all(both), object_disposed_error);
    CPPUNIT_ASSERT_THROW(signal_and_wait(e, other), object_disposed_error);
  }

  void close_notifies_once() {
    counter c;
    auto_reset_event e(false, c.notification());
    CPPUNIT_ASSERT_EQUAL(0, c.released);
    e.close();
    CPPUNIT_ASSERT_EQUAL(1, c.released);
    e.close();
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void destruction_closes() {
    counter c;
    {
      const auto_reset_event e(false, c.notification());
    }
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void a_failing_wait_gives_its_references_back() {
    counter c;
    manual_reset_event good(false, c.notification());
    manual_reset_event bad(false);
    bad.close();
    const std::array<event_wait_handle*, 3> handles{&good, &bad, &good};
    CPPUNIT_ASSERT_THROW(wait_any(handles), object_disposed_error);
    CPPUNIT_ASSERT(!good.is_closed());
    good.close();
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void signal_and_wait_signals_nothing_when_closed() {
    counter c;
    manual_reset_event signal(false, c.notification());
    manual_reset_event target(false);
    target.close();
    CPPUNIT_ASSERT_THROW(signal_and_wait(signal, target), object_disposed_error);
    CPPUNIT_ASSERT(!signal.wait_for(0ms));
    signal.close();
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void a_waiter_keeps_the_handle_open() {
    counter c;
    auto_reset_event e(false, c.notification());
    bool refused = false;
    std::thread waiter([&] {
      try {
        e.wait();
      } catch (const object_disposed_error&) {
        refused = true;
      }
    });
    e.close();
    bool set = true;
    try {
      e.set();  // reaches the waiter, if it was in time
    } catch (const object_disposed_error&) {
      set = false;
    }
    waiter.join();
    CPPUNIT_ASSERT(set != refused);
    CPPUNIT_ASSERT(e.is_closed());
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void duplicates_share_the_event() {
    manual_reset_event e(false);
    manual_reset_event d = e.duplicate();
    d.set();
    CPPUNIT_ASSERT(e.wait_for(0ms));
    e.reset();
    CPPUNIT_ASSERT(!d.wait_for(0ms));
    std::thread waiter([&] { d.wait(); });
    e.set();
    waiter.join();
    d.pulse();
    CPPUNIT_ASSERT(!e.wait_for(0ms));
  }

  void a_duplicate_outlives_its_original() {
    counter first;
    counter second;
    auto e = std::make_unique<auto_reset_event>(true, first.notification());
    auto_reset_event d = e->duplicate(second.notification());
    e->close();
    CPPUNIT_ASSERT_EQUAL(1, first.released);
    CPPUNIT_ASSERT(!d.is_closed());
    e.reset();
    CPPUNIT_ASSERT(d.wait_for(0ms));
    CPPUNIT_ASSERT_EQUAL(0, second.released);
    d.close();
    CPPUNIT_ASSERT_EQUAL(1, second.released);
  }

  void a_closed_handle_cannot_be_duplicated() {
    manual_reset_event e(false);
    e.close();
    CPPUNIT_ASSERT_THROW(static_cast<void>(e.duplicate()), object_disposed_error);
  }

  void a_closed_duplicate_throws() {
    manual_reset_event e(false);
    manual_reset_event d = e.duplicate();
    d.close();
    CPPUNIT_ASSERT_THROW(d.set(), object_disposed_error);
    CPPUNIT_ASSERT_THROW(d.wait(), object_disposed_error);
    CPPUNIT_ASSERT(!e.wait_for(0ms));
    e.set();
    CPPUNIT_ASSERT(e.wait_for(0ms));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(close_test);

}  // namespace
}  // namespace selvage::async

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "selvage/async/auto_reset_event.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/wait.h"

namespace selvage::async {
namespace {

using namespace std::chrono_literals;

bool is_set(event_wait_handle& e) { return e.wait_for(0ms); }

class group_wait_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(group_wait_test);
  CPPUNIT_TEST(arguments);
  CPPUNIT_TEST(one_handle);
  CPPUNIT_TEST(any_returns_the_lowest);
  CPPUNIT_TEST(any_consumes_one);
  CPPUNIT_TEST(any_takes_a_handle_twice);
  CPPUNIT_TEST(any_times_out);
  CPPUNIT_TEST(any_is_released);
  CPPUNIT_TEST(all_consumes_nothing_until_all_are_set);
  CPPUNIT_TEST(all_consumes_all);
  CPPUNIT_TEST(all_takes_duplicates);
  CPPUNIT_TEST(all_is_released);
  CPPUNIT_TEST(all_waits_for_one_instant);
  CPPUNIT_TEST(two_alls_in_opposite_order);
  CPPUNIT_TEST(a_manual_event_releases_every_kind_of_waiter);
  CPPUNIT_TEST(signal_and_wait_hands_over);
  CPPUNIT_TEST(signal_and_wait_on_one_event);
  CPPUNIT_TEST(sixty_four_handles);
  CPPUNIT_TEST_SUITE_END();

 public:
  void arguments() {
    auto_reset_event e(true);
    const std::array<event_wait_handle*, 2> twice{&e, &e};
    const std::array<event_wait_handle*, 2> null{&e, nullptr};
    const std::vector<event_wait_handle*> many(max_wait_handles + 1, &e);
    CPPUNIT_ASSERT_THROW(wait_any({}), argument_error);
    CPPUNIT_ASSERT_THROW(wait_all({}), argument_error);
    CPPUNIT_ASSERT_THROW(wait_any(null), argument_error);
    CPPUNIT_ASSERT_THROW(wait_all(null), argument_error);
    CPPUNIT_ASSERT_THROW(wait_any(many), argument_error);
    CPPUNIT_ASSERT_THROW(wait_all(twice), argument_error);
    CPPUNIT_ASSERT_THROW(static_cast<void>(wait_any_for(null, -1ms)), argument_error);
    CPPUNIT_ASSERT(is_set(e));
  }

  void one_handle() {
    auto_reset_event e(true);
    const std::array<event_wait_handle*, 1> one{&e};
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, wait_any(one));
    CPPUNIT_ASSERT(!wait_any_for(one, 0ms));
    CPPUNIT_ASSERT(!wait_all_for(one, 1ms));
    e.set();
    wait_all(one);
    CPPUNIT_ASSERT(!is_set(e));
  }

  void any_returns_the_lowest() {
    manual_reset_event a(false);
    manual_reset_event b(true);
    manual_reset_event c(true);
    const std::array<event_wait_handle*, 3> handles{&a, &b, &c};
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, wait_any(handles));
    a.set();
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, wait_any(handles));
  }

  void any_consumes_one() {
    auto_reset_event a(true);
    auto_reset_event b(true);
    const std::array<event_wait_handle*, 2> handles{&b, &a};
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, wait_any(handles));
    CPPUNIT_ASSERT(!is_set(b));
    CPPUNIT_ASSERT(is_set(a));
  }

  void any_takes_a_handle_twice() {
    auto_reset_event e(true);
    const std::array<event_wait_handle*, 2> twice{&e, &e};
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, wait_any(twice));
    std::thread setter([&] { e.set(); });
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, wait_any(twice));
    setter.join();
    CPPUNIT_ASSERT(!wait_any_for(twice, 1ms));
    e.close();
    CPPUNIT_ASSERT(e.is_closed());
  }

  void any_times_out() {
    auto_reset_event a(false);
    manual_reset_event b(false);
    const std::array<event_wait_handle*, 2> handles{&a, &b};
    CPPUNIT_ASSERT(!wait_any_for(handles, 0ms));
    CPPUNIT_ASSERT(!wait_any_for(handles, 1ms));
    a.set();
    CPPUNIT_ASSERT(is_set(a));
  }

  void any_is_released() {
    auto_reset_event a(false);
    auto_reset_event b(false);
    const std::array<event_wait_handle*, 2> handles{&a, &b};
    std::thread setter([&] { b.set(); });
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, wait_any(handles));
    setter.join();
    CPPUNIT_ASSERT(!is_set(b));
    b.set();
    CPPUNIT_ASSERT(is_set(b));
  }

  void all_consumes_nothing_until_all_are_set() {
    auto_reset_event a(true);
    auto_reset_event b(false);
    const std::array<event_wait_handle*, 2> handles{&a, &b};
    CPPUNIT_ASSERT(!wait_all_for(handles, 0ms));
    CPPUNIT_ASSERT(!wait_all_for(handles, 1ms));
    CPPUNIT_ASSERT(is_set(a));
  }

  void all_consumes_all() {
    auto_reset_event a(true);
    manual_reset_event m(true);
    auto_reset_event b(true);
    const std::array<event_wait_handle*, 3> handles{&a, &m, &b};
    wait_all(handles);
    CPPUNIT_ASSERT(!is_set(a));
    CPPUNIT_ASSERT(!is_set(b));
    CPPUNIT_ASSERT(is_set(m));
  }

  void all_takes_duplicates() {
    auto_reset_event e(false);
    auto_reset_event d = e.duplicate();
    const std::array<event_wait_handle*, 2> handles{&e, &d};
    std::thread setter([&] { d.set(); });
    wait_all(handles);
    setter.join();
    CPPUNIT_ASSERT(!is_set(e));
  }

  void all_is_released() {
    auto_reset_event a(false);
    auto_reset_event b(false);
    const std::array<event_wait_handle*, 2> handles{&a, &b};
    std::thread first([&] { a.set(); });
    std::thread second([&] { b.set(); });
    wait_all(handles);
    first.join();
    second.join();
    CPPUNIT_ASSERT(!is_set(a));
    CPPUNIT_ASSERT(!is_set(b));
  }

  void all_waits_for_one_instant() {
    manual_reset_event a(false);
    manual_reset_event b(false);
    const std::array<event_wait_handle*, 2> handles{&a, &b};
    a.set();
    a.reset();
    b.set();
    CPPUNIT_ASSERT(!wait_all_for(handles, 1ms));
    a.set();
    CPPUNIT_ASSERT(wait_all_for(handles, 0ms));
  }

  void two_alls_in_opposite_order() {
    auto_reset_event a(true);
    auto_reset_event b(true);
    const std::array<event_wait_handle*, 2> forth{&a, &b};
    const std::array<event_wait_handle*, 2> back{&b, &a};
    int eaten = 0;
    const auto eat = [&](wait_handles forks) {
      for (int i = 0; i < 5; ++i) {
        wait_all(forks);
        ++eaten;
        a.set();
        b.set();
      }
    };
    std::thread first(eat, wait_handles(forth));
    std::thread second(eat, wait_handles(back));
    first.join();
    second.join();
    CPPUNIT_ASSERT_EQUAL(10, eaten);
    CPPUNIT_ASSERT(is_set(a));
    CPPUNIT_ASSERT(is_set(b));
  }

  void a_manual_event_releases_every_kind_of_waiter() {
    manual_reset_event gate(false);
    auto_reset_event ticket(true);
    auto_reset_event never_set(false);
    const std::array<event_wait_handle*, 2> both{&gate, &ticket};
    const std::array<event_wait_handle*, 2> either{&never_set, &gate};
    std::size_t index = 0;
    std::thread alone([&] { gate.wait(); });
    std::thread all([&] { wait_all(both); });
    std::thread any([&] { index = wait_any(either); });
    gate.set();
    alone.join();
    all.join();
    any.join();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, index);
    CPPUNIT_ASSERT(!is_set(ticket));
    CPPUNIT_ASSERT(is_set(gate));
  }

  void signal_and_wait_hands_over() {
    auto_reset_event there(false);
    auto_reset_event back(false);
    std::thread other([&] {
      there.wait();
      back.set();
    });
    signal_and_wait(there, back);
    other.join();
    CPPUNIT_ASSERT(!signal_and_wait_for(there, back, 1ms));
    CPPUNIT_ASSERT(is_set(there));
  }

  void signal_and_wait_on_one_event() {
    auto_reset_event e(false);
    signal_and_wait(e, e);
    CPPUNIT_ASSERT(!is_set(e));
  }

  void sixty_four_handles() {
    std::vector<std::unique_ptr<auto_reset_event>> events;
    std::vector<event_wait_handle*> handles;
    for (std::size_t i = 0; i < max_wait_handles; ++i) {
      events.push_back(std::make_unique<auto_reset_event>(true));
      handles.push_back(events.back().get());
    }
    wait_all(handles);
    CPPUNIT_ASSERT(!wait_any_for(handles, 1ms));
    std::thread setter([&] { events.back()->set(); });
    CPPUNIT_ASSERT_EQUAL(max_wait_handles - 1, wait_any(handles));
    setter.join();
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(group_wait_test);

}  // namespace
}  // namespace selvage::async

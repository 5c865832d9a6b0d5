#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "selvage/async/auto_reset_event.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/thread_pool.h"

namespace selvage::async::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

std::size_t threads_of_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

class registered_waits : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(registered_waits);
  CPPUNIT_TEST(state_and_cause_reach_the_callback);
  CPPUNIT_TEST(arguments);
  CPPUNIT_TEST(a_handle_of_no_registration);
  CPPUNIT_TEST(a_closed_event);
  CPPUNIT_TEST(a_close_while_registered);
  CPPUNIT_TEST(once);
  CPPUNIT_TEST(again_and_again);
  CPPUNIT_TEST(a_time_that_passes);
  CPPUNIT_TEST(unregister_twice);
  CPPUNIT_TEST(unregister_after_it_has_fired);
  CPPUNIT_TEST(unregister_inside_the_callback);
  CPPUNIT_TEST(a_refused_unregister_leaves_it_registered);
  CPPUNIT_TEST(no_signal_is_taken_after_an_unregister);
  CPPUNIT_TEST(a_blocking_unregister_waits);
  CPPUNIT_TEST(a_blocking_unregister_inside_the_callback);
  CPPUNIT_TEST(callbacks_overlap);
  CPPUNIT_TEST(a_completion_event_may_go_once_it_is_set);
  CPPUNIT_TEST(a_completion_event_may_be_closed_early);
  CPPUNIT_TEST(one_event_registered_twice);
  CPPUNIT_TEST(more_than_sixty_four);
  CPPUNIT_TEST(an_event_that_stays_set_starves_nobody);
  CPPUNIT_TEST_SUITE_END();

  /// Has run so often, and the last time for what.
  struct counter {
    std::atomic<int> runs{0};
    std::atomic<bool> timed_out{false};
    auto_reset_event ran{false};

    wait_or_timer_callback callback() {
      return [this](void*, bool by_time) {
        timed_out = by_time;
        ++runs;
        ran.set();
      };
    }
  };

  void state_and_cause_reach_the_callback() {
    thread_pool pool(1);
    auto_reset_event event(true);
    manual_reset_event ran(false);
    struct seen {
      manual_reset_event& ran;
      bool timed_out{true};
    } state{ran};
    auto registered = pool.register_wait_for_single_object(
        event,
        [](void* given, bool timed_out) {
          static_cast<seen*>(given)->timed_out = timed_out;
          static_cast<seen*>(given)->ran.set();
        },
        &state, true);
    ran.wait();
    CPPUNIT_ASSERT(!state.timed_out);
    CPPUNIT_ASSERT(registered.unregister());
  }

  void arguments() {
    thread_pool pool(1);
    auto_reset_event event(false);
    CPPUNIT_ASSERT_THROW(thread_pool(0), argument_error);
    CPPUNIT_ASSERT_THROW(pool.queue({}), argument_error);
    CPPUNIT_ASSERT_THROW(pool.register_wait_for_single_object(event, {}, nullptr, true), argument_error);
    CPPUNIT_ASSERT_THROW(pool.register_wait_for_single_object(
                             event, [](void*, bool) {}, nullptr, milliseconds(-1), true),
                         argument_error);
  }

  void a_handle_of_no_registration() {
    manual_reset_event done(false);
    registered_wait_handle none;
    CPPUNIT_ASSERT_THROW(none.unregister(), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(none.unregister(done), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(none.unregister_blocking(), invalid_operation_error);
  }

  void a_closed_event() {
    thread_pool pool(1);
    counter c;
    auto_reset_event event(true);
    event.close();
    CPPUNIT_ASSERT_THROW(pool.register_wait_for_single_object(event, c.callback(), nullptr, true),
                         object_disposed_error);
  }

  void a_close_while_registered() {
    thread_pool pool(1);
    counter c;
    auto_reset_event event(false);
    auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, false);
    event.close();
    CPPUNIT_ASSERT(!event.is_closed());
    event.set();
    c.ran.wait();
    CPPUNIT_ASSERT(registered.unregister());
    CPPUNIT_ASSERT(event.is_closed());
    CPPUNIT_ASSERT_THROW(event.set(), object_disposed_error);
  }

  void once() {
    thread_pool pool(2);
    counter c;
    auto_reset_event event(false);
    auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, true);
    event.set();
    c.ran.wait();
    event.set();
    CPPUNIT_ASSERT(event.wait_for(milliseconds(0)));  // nobody took it
    CPPUNIT_ASSERT(registered.unregister_blocking());
    CPPUNIT_ASSERT_EQUAL(1, c.runs.load());
  }

  void again_and_again() {
    thread_pool pool(2);
    counter c;
    auto_reset_event event(false);
    auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, false);
    for (int i = 0; i < 100; ++i) {
      event.set();
      c.ran.wait();
    }
    CPPUNIT_ASSERT(registered.unregister_blocking());
    CPPUNIT_ASSERT_EQUAL(100, c.runs.load());
  }

  void a_time_that_passes() {
    thread_pool pool(1);
    counter c;
    auto_reset_event event(false);
    auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, milliseconds(1), false);
    for (int i = 0; i < 3; ++i) {
      c.ran.wait();
      CPPUNIT_ASSERT(c.timed_out);
    }
    CPPUNIT_ASSERT(registered.unregister_blocking());
    const int runs = c.runs;
    auto polled = pool.register_wait_for_single_object(event, c.callback(), nullptr, milliseconds(0), true);
    CPPUNIT_ASSERT(polled.unregister_blocking());
    CPPUNIT_ASSERT_EQUAL(runs + 1, c.runs.load());
  }

  void unregister_twice() {
    thread_pool pool(1);
    counter c;
    auto_reset_event event(false);
    auto_reset_event done(false);
    auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, true);
    auto copy = registered;
    CPPUNIT_ASSERT(registered.unregister());
    CPPUNIT_ASSERT(!copy.unregister());
    CPPUNIT_ASSERT(!registered.unregister(done));
    CPPUNIT_ASSERT(!registered.unregister_blocking());
    CPPUNIT_ASSERT(!done.wait_for(milliseconds(0)));
  }

  void unregister_after_it_has_fired() {
    thread_pool pool(1);
    counter c;
    auto_reset_event event(true);
    auto_reset_event done(false);
    auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, true);
    c.ran.wait();
    CPPUNIT_ASSERT(registered.unregister(done));
    done.wait();
    CPPUNIT_ASSERT(!done.wait_for(milliseconds(0)));  // set once
  }

  void unregister_inside_the_callback() {
    thread_pool pool(1);
    auto_reset_event event(false);
    auto_reset_event done(false);
    std::atomic<bool> early{true};
    registered_wait_handle registered;
    const auto callback = [&](void*, bool) {
      if (registered.unregister(done)) early = done.wait_for(milliseconds(0));
    };
    registered = pool.register_wait_for_single_object(event, callback, nullptr, false);
    event.set();
    done.wait();
    CPPUNIT_ASSERT(!early);
  }

  void a_refused_unregister_leaves_it_registered() {
    thread_pool pool(1);
    counter c;
    auto_reset_event event(false);
    manual_reset_event closed(false);
    closed.close();
    auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, false);
    CPPUNIT_ASSERT_THROW(registered.unregister(closed), object_disposed_error);
    event.set();
    c.ran.wait();
    CPPUNIT_ASSERT(registered.unregister_blocking());
  }

  void no_signal_is_taken_after_an_unregister() {
    thread_pool pool(1);
    counter c;
    auto_reset_event event(false);
    for (int i = 0; i < 200; ++i) {
      auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, false);
      CPPUNIT_ASSERT(registered.unregister());
      event.set();
      CPPUNIT_ASSERT(event.wait_for(milliseconds(0)));
    }
    CPPUNIT_ASSERT_EQUAL(0, c.runs.load());
  }

  void a_blocking_unregister_waits() {
    thread_pool pool(2);
    auto_reset_event event(false);
    auto_reset_event began(false);
    std::atomic<bool> ended{false};
    const auto callback = [&](void*, bool) {
      began.set();
      std::this_thread::yield();
      ended = true;
    };
    for (int i = 0; i < 100; ++i) {
      ended = false;
      auto registered = pool.register_wait_for_single_object(event, callback, nullptr, true);
      event.set();
      began.wait();
      CPPUNIT_ASSERT(registered.unregister_blocking());
      CPPUNIT_ASSERT(ended);
    }
  }

  void a_blocking_unregister_inside_the_callback() {
    thread_pool pool(1);
    auto_reset_event event(false);
    manual_reset_event ran(false);
    std::atomic<bool> refused{false};
    registered_wait_handle registered;
    const auto callback = [&](void*, bool) {
      try {
        registered.unregister_blocking();
      } catch (const invalid_operation_error&) {
        refused = true;
      }
      ran.set();
    };
    registered = pool.register_wait_for_single_object(event, callback, nullptr, true);
    event.set();
    ran.wait();
    CPPUNIT_ASSERT(refused);
    CPPUNIT_ASSERT(registered.unregister_blocking());
  }

  void callbacks_overlap() {
    thread_pool pool(2);
    auto_reset_event event(false);
    auto_reset_event began(false);
    manual_reset_event both(false);
    std::atomic<int> inside{0};
    const auto callback = [&](void*, bool) {
      if (++inside == 2) both.set();
      began.set();
      both.wait();  // for ever, were the other one kept waiting
    };
    auto registered = pool.register_wait_for_single_object(event, callback, nullptr, false);
    event.set();
    began.wait();
    event.set();
    both.wait();
    CPPUNIT_ASSERT(registered.unregister_blocking());
    CPPUNIT_ASSERT_EQUAL(2, inside.load());
  }

  void a_completion_event_may_go_once_it_is_set() {
    thread_pool pool(2);
    counter c;
    for (int i = 0; i < 300; ++i) {
      auto_reset_event event(false);
      auto registered = pool.register_wait_for_single_object(event, c.callback(), nullptr, true);
      std::optional<manual_reset_event> done(std::in_place, false);
      std::unique_ptr<manual_reset_event> duplicate(new manual_reset_event(done->duplicate()));
      event.set();
      CPPUNIT_ASSERT(registered.unregister(i % 2 == 0 ? *done : *duplicate));
      done->wait();
      duplicate.reset();
      done.reset();
    }
    CPPUNIT_ASSERT_EQUAL(300, c.runs.load());
  }

  void a_completion_event_may_be_closed_early() {
    thread_pool pool(1);
    auto_reset_event event(false);
    auto_reset_event began(false);
    auto_reset_event go_on(false);
    manual_reset_event done(false);
    manual_reset_event observer = done.duplicate();
    const auto callback = [&](void*, bool) {
      began.set();
      go_on.wait();
    };
    auto registered = pool.register_wait_for_single_object(event, callback, nullptr, true);
    event.set();
    began.wait();
    CPPUNIT_ASSERT(registered.unregister(done));
    done.close();
    CPPUNIT_ASSERT(!done.is_closed());
    go_on.set();
    observer.wait();
  }

  void one_event_registered_twice() {
    thread_pool pool(2);
    counter first;
    counter second;
    manual_reset_event gate(false);
    auto a = pool.register_wait_for_single_object(gate, first.callback(), nullptr, true);
    auto b = pool.register_wait_for_single_object(gate, second.callback(), nullptr, true);
    gate.set();
    first.ran.wait();
    second.ran.wait();
    CPPUNIT_ASSERT(a.unregister_blocking() && b.unregister_blocking());
    auto_reset_event event(false);
    a = pool.register_wait_for_single_object(event, first.callback(), nullptr, false);
    b = pool.register_wait_for_single_object(event, second.callback(), nullptr, false);
    for (int i = 0; i < 50; ++i) event.set();
    CPPUNIT_ASSERT(a.unregister_blocking() && b.unregister_blocking());
    CPPUNIT_ASSERT(first.runs + second.runs <= 2 + 50);
    CPPUNIT_ASSERT(first.runs + second.runs > 2);
  }

  void more_than_sixty_four() {
    constexpr std::size_t many = 1'000;
    thread_pool pool(2);
    const std::size_t threads = threads_of_process();
    std::atomic<std::size_t> runs{0};
    manual_reset_event all(false);
    const auto callback = [&](void*, bool) {
      if (++runs == many) all.set();
    };
    std::vector<std::unique_ptr<auto_reset_event>> events;
    std::vector<registered_wait_handle> registered;
    for (std::size_t i = 0; i < many; ++i) {
      events.push_back(std::make_unique<auto_reset_event>(false));
      registered.push_back(pool.register_wait_for_single_object(*events.back(), callback, nullptr, hours(1), true));
    }
    CPPUNIT_ASSERT_EQUAL(threads, threads_of_process());
    for (std::size_t i = many; i-- > 0;) events[i]->set();
    all.wait();
    for (auto& r : registered) CPPUNIT_ASSERT(r.unregister_blocking());
    CPPUNIT_ASSERT_EQUAL(many, runs.load());
  }

  void an_event_that_stays_set_starves_nobody() {
    thread_pool pool(1);
    counter storm;
    counter other;
    counter timed;
    manual_reset_event always(true);
    auto_reset_event event(false);
    auto stormy = pool.register_wait_for_single_object(always, storm.callback(), nullptr, false);
    auto signalled = pool.register_wait_for_single_object(event, other.callback(), nullptr, true);
    auto waiting = pool.register_wait_for_single_object(event, timed.callback(), nullptr, milliseconds(1), true);
    timed.ran.wait();
    CPPUNIT_ASSERT(timed.timed_out);
    event.set();
    other.ran.wait();
    CPPUNIT_ASSERT(stormy.unregister_blocking());
    CPPUNIT_ASSERT(storm.runs > 0);
    CPPUNIT_ASSERT(signalled.unregister_blocking() && waiting.unregister_blocking());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(registered_waits);

}  // namespace
}  // namespace selvage::async::test

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "selvage/async/manual_reset_value_task_source.h"
#include "selvage/async/value_task.h"

namespace selvage::async {
namespace {

struct counting : continuation {
  int runs{};
  counting() {
    run = [](continuation& self) noexcept { ++static_cast<counting&>(self).runs; };
  }
};

value_task<int> sum(value_task<int> a, value_task<int> b) {
  const int first = co_await a;
  co_return first + co_await b;
}

value_task<int> awaits_twice(value_task<int>& task) {
  const int first = co_await task;
  co_return first + co_await task;
}

value_task<> fails() {
  throw std::runtime_error("no");
  co_return;
}

class value_task_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(value_task_test);
  CPPUNIT_TEST(holds_a_result);
  CPPUNIT_TEST(is_awaited_once);
  CPPUNIT_TEST(carries_an_exception);
  CPPUNIT_TEST(a_source_completes_later);
  CPPUNIT_TEST(a_source_detects_misuse);
  CPPUNIT_TEST(coroutines_await_it);
  CPPUNIT_TEST(a_second_await_is_noticed);
  CPPUNIT_TEST(nobody_has_to_await_a_coroutine);
  CPPUNIT_TEST(another_thread_completes);
  CPPUNIT_TEST_SUITE_END();

 public:
  void holds_a_result() {
    value_task<std::unique_ptr<int>> t(std::make_unique<int>(7));
    CPPUNIT_ASSERT(t.is_completed());
    CPPUNIT_ASSERT_EQUAL(7, *t.result());
    value_task<> nothing;
    nothing.wait();
  }

  void is_awaited_once() {
    value_task<int> t(1);
    t.result();
    CPPUNIT_ASSERT_THROW(t.result(), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(t.wait(), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(static_cast<void>(t.is_completed()), invalid_operation_error);
    value_task<int> from(2);
    value_task<int> to(std::move(from));
    CPPUNIT_ASSERT_THROW(from.result(), invalid_operation_error);
    CPPUNIT_ASSERT_EQUAL(2, to.result());
    value_task<int> other(3);
    counting c;
    other.on_completed(c);
    CPPUNIT_ASSERT_EQUAL(1, c.runs);
    CPPUNIT_ASSERT_THROW(other.on_completed(c), invalid_operation_error);
  }

  void carries_an_exception() {
    auto t = value_task<int>::failed(std::make_exception_ptr(std::runtime_error("no")));
    CPPUNIT_ASSERT_THROW(t.wait(), std::runtime_error);
    CPPUNIT_ASSERT_THROW(t.wait(), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(fails().wait(), std::runtime_error);
  }

  void a_source_completes_later() {
    manual_reset_value_task_source<int> s;
    auto t = s.task();
    counting c;
    CPPUNIT_ASSERT(!t.is_completed());
    CPPUNIT_ASSERT_THROW(t.result(), invalid_operation_error);
    t.on_completed(c);
    CPPUNIT_ASSERT_EQUAL(0, c.runs);
    s.set_result(5);
    CPPUNIT_ASSERT_EQUAL(1, c.runs);
    CPPUNIT_ASSERT_EQUAL(5, t.result());
  }

  void a_source_detects_misuse() {
    manual_reset_value_task_source<int> s;
    auto stale = s.task();
    auto second = s.task();
    counting a;
    counting b;
    stale.on_completed(a);
    CPPUNIT_ASSERT_THROW(second.on_completed(b), invalid_operation_error);
    s.set_result(1);
    CPPUNIT_ASSERT_THROW(s.set_result(2), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(s.set_exception(std::make_exception_ptr(1)), invalid_operation_error);
    s.reset();
    CPPUNIT_ASSERT_THROW(static_cast<void>(stale.is_completed()), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(stale.result(), invalid_operation_error);
    auto fresh = s.task();
    s.set_exception(std::make_exception_ptr(std::runtime_error("no")));
    CPPUNIT_ASSERT_THROW(fresh.result(), std::runtime_error);
  }

  void coroutines_await_it() {
    CPPUNIT_ASSERT_EQUAL(3, sum(1, 2).wait());
    manual_reset_value_task_source<int> s;
    auto t = sum(s.task(), 2);
    CPPUNIT_ASSERT(!t.is_completed());
    s.set_result(40);
    CPPUNIT_ASSERT_EQUAL(42, t.result());
  }

  void a_second_await_is_noticed() {
    value_task<int> over(1);
    CPPUNIT_ASSERT_THROW(awaits_twice(over).wait(), invalid_operation_error);
    manual_reset_value_task_source<int> s;
    auto pending = s.task();
    auto first = awaits_twice(pending);
    CPPUNIT_ASSERT_THROW(awaits_twice(pending).wait(), invalid_operation_error);  // while the first one waits
    s.set_result(1);
    CPPUNIT_ASSERT_THROW(first.result(), invalid_operation_error);
  }

  void nobody_has_to_await_a_coroutine() {
    manual_reset_value_task_source<int> s;
    {
      auto t = sum(s.task(), 2);
    }
    s.set_result(1);  // the frame goes here; the leak check would tell
  }

  void another_thread_completes() {
    for (int round = 0; round < 200; ++round) {
      manual_reset_value_task_source<int> s;
      auto t = sum(s.task(), 1);
      std::thread completer([&] { s.set_result(round); });
      const int got = t.wait();
      completer.join();
      CPPUNIT_ASSERT_EQUAL(round + 1, got);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(value_task_test);

}  // namespace
}  // namespace selvage::async

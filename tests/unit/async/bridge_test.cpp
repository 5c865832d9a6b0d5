#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

#include "selvage/async/begin_invoke.h"
#include "selvage/async/future_bridge.h"
#include "selvage/async/manual_reset_value_task_source.h"
#include "selvage/async/task_bridge.h"
#include "selvage/async/thread_pool.h"
#include "tests/unit/async/thread_executor.h"

namespace selvage::async::test {
namespace {

using given = std::shared_ptr<async_result_base>;

/// An operation whose completion is in the test's hands.
struct by_hand {
  std::shared_ptr<async_result<int>> result;
  int ends{};

  auto begin() {
    return [this](begin_arguments a) { return result = async_result<int>::begin(this, std::move(a)); };
  }
  auto begin_at_once() {
    return [this](begin_arguments a) {
      result = async_result<int>::begin(this, std::move(a));
      result->set_value(7, true);
      return result;
    };
  }
  auto end() {
    return [this](const given& r) {
      ++ends;
      return async_result<int>::end(this, r);
    };
  }
};

value_task<int> twice(by_hand& operation) {
  const int value = co_await await_operation(operation.begin(), operation.end());
  co_return 2 * value;
}

value_task<int> sum_of_synchronous(by_hand& operation, int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += co_await await_operation(operation.begin_at_once(), operation.end());
  co_return sum;
}

value_task<int> begin_throws() {
  co_return co_await await_operation(
      [](begin_arguments) -> std::shared_ptr<async_result<int>> { throw std::range_error("begin"); },
      [](const given&) { return 1; });
}

value_task<int> computed(thread_pool& pool, int a, int b) {
  const auto begin = [&](begin_arguments x) { return begin_invoke(pool, [=] { return a * b; }, std::move(x)); };
  co_return co_await await_operation(begin, [](const given& r) { return end_invoke<int>(r); });
}

class bridges : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(bridges);
  CPPUNIT_TEST(operation_as_future);
  CPPUNIT_TEST(future_as_operation);
  CPPUNIT_TEST(packaged_task_as_operation);
  CPPUNIT_TEST(coroutine_awaits_operation);
  CPPUNIT_TEST(synchronous_completions_do_not_nest);
  CPPUNIT_TEST(task_as_operation);
  CPPUNIT_TEST(task_over_at_begin);
  CPPUNIT_TEST(there_and_back_on_a_pool);
  CPPUNIT_TEST_SUITE_END();

  void operation_as_future() {
    by_hand operation;
    auto future = future_of(operation.begin(), operation.end());
    CPPUNIT_ASSERT(future.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
    operation.result->set_value(5);
    CPPUNIT_ASSERT_EQUAL(5, future.get());
    CPPUNIT_ASSERT_EQUAL(1, operation.ends);
    auto failing = future_of(operation.begin(), operation.end());
    operation.result->set_exception(std::make_exception_ptr(std::range_error("its own")));
    CPPUNIT_ASSERT_THROW(failing.get(), std::range_error);
    int ends = 0;
    const auto refuses = [](begin_arguments) -> int { throw argument_error("begin"); };
    CPPUNIT_ASSERT_THROW((void)future_of(refuses, [&](const given&) { ++ends; }), argument_error);
    CPPUNIT_ASSERT_EQUAL(0, ends);
    {
      auto nobody_keeps_it = future_of(operation.begin(), operation.end());
    }
    operation.result->set_value(1);
    CPPUNIT_ASSERT_EQUAL(3, operation.ends);
  }

  void future_as_operation() {
    collecting_executor later;
    std::promise<std::string> promise;
    int calls = 0;
    auto r = begin_future(later, promise.get_future(), {.callback = [&](const given&) { ++calls; }});
    CPPUNIT_ASSERT(!r->is_completed() && later.size() == 1);
    promise.set_value("text");
    later.run_one();
    CPPUNIT_ASSERT(r->is_completed() && !r->completed_synchronously());
    CPPUNIT_ASSERT_EQUAL(1, calls);
    CPPUNIT_ASSERT_EQUAL(std::string("text"), end_future<std::string>(r));
    CPPUNIT_ASSERT_THROW(end_future<std::string>(r), invalid_operation_error);
    std::promise<void> ready;
    ready.set_exception(std::make_exception_ptr(std::range_error("its own")));
    auto over = begin_future(later, ready.get_future());
    CPPUNIT_ASSERT(over->completed_synchronously() && later.size() == 0);
    CPPUNIT_ASSERT_THROW(end_future<void>(over), std::range_error);
    CPPUNIT_ASSERT_THROW((void)begin_future(later, std::future<int>()), argument_error);
  }

  void packaged_task_as_operation() {
    thread_pool pool(2);
    CPPUNIT_ASSERT_EQUAL(6, end_future<int>(begin_packaged(pool, std::packaged_task<int()>([] { return 6; }))));
    auto failing = begin_packaged(pool, std::packaged_task<int()>([]() -> int { throw std::range_error("f"); }));
    CPPUNIT_ASSERT_THROW(end_future<int>(failing), std::range_error);
  }

  void coroutine_awaits_operation() {
    by_hand operation;
    auto task = twice(operation);
    CPPUNIT_ASSERT(!task.is_completed());
    operation.result->set_value(4);
    CPPUNIT_ASSERT_EQUAL(8, task.result());
    auto failing = twice(operation);
    operation.result->set_exception(std::make_exception_ptr(std::range_error("its own")));
    CPPUNIT_ASSERT_THROW(failing.result(), std::range_error);
    CPPUNIT_ASSERT_EQUAL(2, operation.ends);
    CPPUNIT_ASSERT_THROW(begin_throws().wait(), std::range_error);
  }

  void synchronous_completions_do_not_nest() {
    by_hand operation;
    constexpr int many = 200'000;  // nested, they would not fit on the stack
    CPPUNIT_ASSERT_EQUAL(7 * many, sum_of_synchronous(operation, many).wait());
  }

  void task_as_operation() {
    manual_reset_value_task_source<int> source;
    given called;
    auto r = begin_task(source.task(), {.callback = [&](const given& g) { called = g; }, .state = 3});
    CPPUNIT_ASSERT(!r->is_completed());
    source.set_result(5);
    CPPUNIT_ASSERT(called == r);
    CPPUNIT_ASSERT(!r->completed_synchronously());
    CPPUNIT_ASSERT_EQUAL(3, std::any_cast<int>(r->async_state()));
    CPPUNIT_ASSERT_EQUAL(5, end_task<int>(r));
    CPPUNIT_ASSERT_THROW(end_task<int>(r), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(end_task<int>(async_result<int>::begin(this)), argument_error);
    source.reset();
    auto failing = begin_task(source.task());
    std::jthread completer([&] { source.set_exception(std::make_exception_ptr(std::range_error("its own"))); });
    CPPUNIT_ASSERT_THROW(end_task<int>(failing), std::range_error);
    source.reset();
  }

  void task_over_at_begin() {
    bool inside = true;
    int calls = 0;
    auto r = begin_task(value_task<int>(9), {.callback = [&](const given& g) {
                          CPPUNIT_ASSERT(inside && g->is_completed());
                          ++calls;
                        }});
    inside = false;
    CPPUNIT_ASSERT_EQUAL(1, calls);
    CPPUNIT_ASSERT(r->completed_synchronously());
    CPPUNIT_ASSERT_EQUAL(9, end_task<int>(r));
    auto nothing = begin_task(value_task<>());
    end_task<void>(nothing);
  }

  void there_and_back_on_a_pool() {
    thread_pool pool(2);
    for (int round = 0; round < 300; ++round) {
      auto begin = [&](begin_arguments a) { return begin_task(computed(pool, round, 2), std::move(a)); };
      auto future = future_of(begin, [](const given& r) { return end_task<int>(r); });
      CPPUNIT_ASSERT_EQUAL(2 * round, future.get());
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(bridges);

}  // namespace
}  // namespace selvage::async::test

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "selvage/async/async_disposable.h"
#include "selvage/async/async_generator.h"

namespace selvage::async::test {
namespace {

/// Says in `text` that it has gone.
struct leaving {
  std::string& text;
  ~leaving() { text += "left"; }
};

async_generator<int> counts(std::string& text, int last) {
  const leaving at_the_end{text};
  text += "begun ";
  for (int i = 1; i <= last; ++i) co_yield i;
}

async_generator<int> awaits(manual_reset_value_task_source<int>& source) {
  co_yield co_await source.task();
  throw std::range_error("the body");
}

/// Owns something whose disposal takes time.
class owner final : public async_disposable {
 public:
  owner(std::string& text, manual_reset_value_task_source<int>& gate) : text_(text), gate_(gate) {}

 private:
  void on_dispose() override { text_ += "disposed"; }
  value_task<> on_dispose_async() override {
    co_await gate_.task();
    on_dispose();
  }
  std::string& text_;
  manual_reset_value_task_source<int>& gate_;
};

async_generator<int> owns(std::string& text, manual_reset_value_task_source<int>& gate) {
  owner mine(text, gate);
  std::exception_ptr failure;
  try {
    co_yield 1;
  } catch (...) {
    failure = std::current_exception();
  }
  co_await mine.dispose_async();
  if (failure) std::rethrow_exception(failure);
}

async_generator<int> fails_on_the_way_out() {
  try {
    co_yield 1;
  } catch (...) {
    throw std::range_error("clean-up");
  }
}

class generator_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(generator_test);
  CPPUNIT_TEST(gives_elements_until_its_end);
  CPPUNIT_TEST(an_element_takes_time);
  CPPUNIT_TEST(disposed_before_it_begins);
  CPPUNIT_TEST(disposed_at_a_yield);
  CPPUNIT_TEST(a_failing_clean_up_is_in_the_task);
  CPPUNIT_TEST(clean_up_takes_time);
  CPPUNIT_TEST(disposed_while_it_waits);
  CPPUNIT_TEST(disposed_when_it_is_over);
  CPPUNIT_TEST_SUITE_END();

  std::string text_;

 public:
  void setUp() override { text_.clear(); }

  void gives_elements_until_its_end() {
    auto g = counts(text_, 3);
    CPPUNIT_ASSERT_EQUAL(std::string(), text_);
    std::vector<int> seen;
    while (g.move_next().wait()) seen.push_back(g.current());
    CPPUNIT_ASSERT((seen == std::vector<int>{1, 2, 3}));
    CPPUNIT_ASSERT_EQUAL(std::string("begun left"), text_);
    CPPUNIT_ASSERT(!g.move_next().wait());
  }

  void an_element_takes_time() {
    manual_reset_value_task_source<int> source;
    auto g = awaits(source);
    auto step = g.move_next();
    CPPUNIT_ASSERT(!step.is_completed());
    CPPUNIT_ASSERT_THROW(g.move_next().wait(), invalid_operation_error);
    std::jthread completer([&] { source.set_result(8); });
    CPPUNIT_ASSERT(step.wait());
    CPPUNIT_ASSERT_EQUAL(8, g.current());
    completer.join();
    CPPUNIT_ASSERT_THROW(g.move_next().wait(), std::range_error);
    CPPUNIT_ASSERT(!g.move_next().wait());
  }

  void disposed_before_it_begins() {
    auto g = counts(text_, 3);
    g.dispose_async().wait();
    CPPUNIT_ASSERT(!g.move_next().wait());
    CPPUNIT_ASSERT_EQUAL(std::string(), text_);
  }

  void disposed_at_a_yield() {
    auto g = counts(text_, 3);
    CPPUNIT_ASSERT(g.move_next().wait());
    g.dispose_async().wait();
    CPPUNIT_ASSERT_EQUAL(std::string("begun left"), text_);
    CPPUNIT_ASSERT(!g.move_next().wait());
    g.dispose_async().wait();
  }

  void a_failing_clean_up_is_in_the_task() {
    auto g = fails_on_the_way_out();
    CPPUNIT_ASSERT(g.move_next().wait());
    CPPUNIT_ASSERT_THROW(g.dispose_async().wait(), std::range_error);
    CPPUNIT_ASSERT(!g.move_next().wait());
  }

  void clean_up_takes_time() {
    manual_reset_value_task_source<int> gate;
    auto g = owns(text_, gate);
    CPPUNIT_ASSERT(g.move_next().wait());
    auto disposal = g.dispose_async();
    CPPUNIT_ASSERT(!disposal.is_completed());
    gate.set_result(0);
    disposal.result();
    CPPUNIT_ASSERT_EQUAL(std::string("disposed"), text_);
  }

  void disposed_while_it_waits() {
    manual_reset_value_task_source<int> source;
    auto g = awaits(source);
    auto step = g.move_next();
    CPPUNIT_ASSERT_THROW(g.dispose_async().wait(), invalid_operation_error);
    source.set_result(1);
    CPPUNIT_ASSERT(step.wait());
    g.dispose_async().wait();
  }

  void disposed_when_it_is_over() {
    auto g = counts(text_, 0);
    CPPUNIT_ASSERT(!g.move_next().wait());
    g.dispose_async().wait();
    CPPUNIT_ASSERT_EQUAL(std::string("begun left"), text_);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(generator_test);

}  // namespace
}  // namespace selvage::async::test

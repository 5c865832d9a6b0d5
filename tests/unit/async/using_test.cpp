#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "selvage/async/async_disposable.h"
#include "selvage/async/async_using.h"
#include "selvage/async/manual_reset_value_task_source.h"

namespace selvage::async::test {
namespace {

struct log {
  std::string text;
};

/// Writes its name when it is disposed of, and then fails, or waits for the test.
class resource final : public async_disposable {
 public:
  resource(log& to, char name, bool fails = false) : log_(to), name_(name), fails_(fails) {}
  manual_reset_value_task_source<int>* gate{};

 private:
  void on_dispose() override {
    log_.text += name_;
    if (fails_) throw std::range_error(std::string(1, name_));
  }
  value_task<> on_dispose_async() override {
    if (gate != nullptr) co_await gate->task();
    on_dispose();
  }

  log& log_;
  char name_;
  bool fails_;
};

value_task<> says(log& to, char name) {
  to.text += name;
  co_return;
}

value_task<int> throws() {
  throw std::domain_error("body");
  co_return 0;
}

template <class Task>
std::string failure(Task task) {
  try {
    task.wait();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "none";
}

class using_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(using_test);
  CPPUNIT_TEST(disposes_after_the_body);
  CPPUNIT_TEST(waits_for_the_disposal);
  CPPUNIT_TEST(reverse_order);
  CPPUNIT_TEST(a_failing_body_disposes_too);
  CPPUNIT_TEST(a_failing_disposal_replaces);
  CPPUNIT_TEST(later_resources_are_disposed_too);
  CPPUNIT_TEST(null_is_skipped);
  CPPUNIT_TEST(disposed_of_inside);
  CPPUNIT_TEST_SUITE_END();

  log log_;

 public:
  void setUp() override { log_.text.clear(); }

  void disposes_after_the_body() {
    resource a(log_, 'a');
    async_using(&a, [&] { return says(log_, '.'); }).wait();
    CPPUNIT_ASSERT_EQUAL(std::string(".a"), log_.text);
    CPPUNIT_ASSERT_EQUAL(5,
                         async_using(std::make_unique<resource>(log_, 'b'), [] { return value_task<int>(5); }).wait());
    CPPUNIT_ASSERT_EQUAL(std::string(".ab"), log_.text);
  }

  void waits_for_the_disposal() {
    manual_reset_value_task_source<int> gate;
    resource a(log_, 'a');
    a.gate = &gate;
    auto task = async_using(&a, [] { return value_task<int>(5); });
    CPPUNIT_ASSERT(!task.is_completed());
    gate.set_result(0);
    CPPUNIT_ASSERT_EQUAL(5, task.result());
  }

  void reverse_order() {
    resource a(log_, 'a');
    resource b(log_, 'b');
    async_using(&a, &b, std::make_unique<resource>(log_, 'c'), [&] { return says(log_, '.'); }).wait();
    CPPUNIT_ASSERT_EQUAL(std::string(".cba"), log_.text);
  }

  void a_failing_body_disposes_too() {
    resource a(log_, 'a');
    CPPUNIT_ASSERT_EQUAL(std::string("body"), failure(async_using(&a, throws)));
    CPPUNIT_ASSERT_EQUAL(std::string("a"), log_.text);
    resource b(log_, 'b');
    const auto at_once = []() -> value_task<> { throw std::domain_error("at once"); };
    CPPUNIT_ASSERT_EQUAL(std::string("at once"), failure(async_using(&b, at_once)));
    CPPUNIT_ASSERT_EQUAL(std::string("ab"), log_.text);
  }

  void a_failing_disposal_replaces() {
    resource a(log_, 'a', true);
    CPPUNIT_ASSERT_EQUAL(std::string("a"), failure(async_using(&a, throws)));
    resource b(log_, 'b', true);
    CPPUNIT_ASSERT_EQUAL(std::string("b"), failure(async_using(&b, [&] { return says(log_, '.'); })));
  }

  void later_resources_are_disposed_too() {
    resource a(log_, 'a', true);
    resource b(log_, 'b');
    resource c(log_, 'c', true);
    CPPUNIT_ASSERT_EQUAL(std::string("a"), failure(async_using(&a, &b, &c, throws)));
    CPPUNIT_ASSERT_EQUAL(std::string("cba"), log_.text);
    resource d(log_, 'd');
    resource e(log_, 'e', true);
    CPPUNIT_ASSERT_EQUAL(std::string("e"), failure(async_using(&d, &e, throws)));
    CPPUNIT_ASSERT_EQUAL(std::string("cbaed"), log_.text);
  }

  void null_is_skipped() {
    resource* const none = nullptr;
    resource a(log_, 'a');
    async_using(none, &a, [&] { return says(log_, '.'); }).wait();
    CPPUNIT_ASSERT_EQUAL(std::string(".a"), log_.text);
    CPPUNIT_ASSERT_EQUAL(std::string("body"), failure(async_using(none, throws)));
  }

  void disposed_of_inside() {
    resource a(log_, 'a');
    const auto body = [&]() -> value_task<> {
      a.dispose();
      co_return;
    };
    async_using(&a, body).wait();
    CPPUNIT_ASSERT_EQUAL(std::string("a"), log_.text);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(using_test);

}  // namespace
}  // namespace selvage::async::test

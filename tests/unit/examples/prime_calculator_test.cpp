#include "prime_calculator.h"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "selvage/async/error.h"
#include "selvage/async/single_thread_context.h"

namespace selvage::async {
namespace {

constexpr std::uint64_t without_end = 18'446'744'073'709'551'557ULL;  // prime, and its root has ten digits

/// A client with a message loop of its own.
class prime_calculator_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(prime_calculator_test);
  CPPUNIT_TEST(small_numbers);
  CPPUNIT_TEST(one_completion_each_and_no_progress_after_it);
  CPPUNIT_TEST(a_task_is_unique_while_it_is_under_way);
  CPPUNIT_TEST(cancels_one_of_two);
  CPPUNIT_TEST(cancellation_races_with_the_end);
  CPPUNIT_TEST(no_number);
  CPPUNIT_TEST_SUITE_END();

  using completed_args = completed_event_args<prime_answer>;

  std::optional<thread_pool> pool_;
  std::shared_ptr<single_thread_context> loop_;
  std::optional<current_context_scope> here_;
  std::map<std::string, std::size_t> started_;
  std::map<std::string, std::vector<int>> progress_;
  std::map<std::string, std::vector<completed_args>> completed_;
  std::function<void(const std::string&)> at_progress_;
  std::function<void(const std::string&)> at_completion_;
  std::optional<prime_calculator> calculator_;

 public:
  void setUp() override {
    pool_.emplace(2U);
    loop_ = std::make_shared<single_thread_context>();
    here_.emplace(loop_);
    prime_calculator::events events;
    events.progress_changed = [this](const auto& task, int percentage, std::uint64_t) {
      CPPUNIT_ASSERT(completed_[task].size() < started_[task]);
      progress_[task].push_back(percentage);
      if (at_progress_) at_progress_(task);
    };
    events.completed = [this](const auto& task, const completed_args& ended) {
      completed_[task].push_back(ended);
      if (at_completion_) at_completion_(task);
    };
    calculator_.emplace(*pool_, std::move(events));
  }
  void start(std::uint64_t number, const std::string& task) {
    calculator_->calculate_prime_async(number, task);
    ++started_[task];
  }

  void tearDown() override {
    pool_.reset();
    here_.reset();
  }

  void small_numbers() {
    const std::map<std::uint64_t, std::uint64_t> divisors{{2, 2}, {3, 3}, {4, 2}, {9, 3}, {91, 7}, {97, 97}};
    for (const auto& [n, divisor] : divisors) start(n, std::to_string(n));
    loop_->run_until_idle();
    for (const auto& [n, divisor] : divisors) {
      const auto& ended = completed_[std::to_string(n)];
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended.size());
      CPPUNIT_ASSERT_EQUAL(divisor, ended[0].result().first_divisor);
      CPPUNIT_ASSERT_EQUAL(n == divisor, ended[0].result().is_prime());
    }
  }

  void one_completion_each_and_no_progress_after_it() {
    for (int i = 0; i < 20; ++i) start(1'000'003, std::to_string(i));
    loop_->run_until_idle();
    for (int i = 0; i < 20; ++i) {
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, completed_[std::to_string(i)].size());
      const auto& told = progress_[std::to_string(i)];
      CPPUNIT_ASSERT(told.size() > 50);
      for (std::size_t k = 1; k < told.size(); ++k) CPPUNIT_ASSERT(told[k - 1] < told[k]);
    }
  }

  void a_task_is_unique_while_it_is_under_way() {
    start(without_end, "a");
    CPPUNIT_ASSERT_THROW(start(7, "a"), argument_error);
    int again = 0;
    at_completion_ = [&](const std::string& task) {
      if (again++ == 0) start(7, task);
    };
    calculator_->cancel_async("a");
    loop_->run_until_idle();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, completed_["a"].size());
    CPPUNIT_ASSERT(completed_["a"][0].cancelled());
    CPPUNIT_ASSERT(completed_["a"][1].result().is_prime());
  }

  void cancels_one_of_two() {
    at_progress_ = [this](const std::string& task) {
      if (task == "stopped") calculator_->cancel_async("stopped");
    };
    start(without_end, "stopped");
    start(1'000'003, "other");
    loop_->run_until_idle();
    CPPUNIT_ASSERT(completed_["stopped"].at(0).cancelled());
    CPPUNIT_ASSERT_THROW(static_cast<void>(completed_["stopped"][0].result()), invalid_operation_error);
    CPPUNIT_ASSERT(completed_["other"].at(0).result().is_prime());
    calculator_->cancel_async("other");
    calculator_->cancel_async("unknown");
  }

  void cancellation_races_with_the_end() {
    for (int i = 0; i < 200; ++i) {
      completed_.clear();
      start(1009, "raced");
      calculator_->cancel_async("raced");
      loop_->run_until_idle();
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, completed_["raced"].size());
      const auto& ended = completed_["raced"][0];
      CPPUNIT_ASSERT(ended.cancelled() || ended.result().is_prime());
    }
  }

  void no_number() {
    start(1, "one");
    loop_->run_until_idle();
    CPPUNIT_ASSERT_THROW(static_cast<void>(completed_["one"].at(0).result()), std::invalid_argument);
    CPPUNIT_ASSERT(completed_["one"][0].error() != nullptr);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(prime_calculator_test);

}  // namespace
}  // namespace selvage::async

#include <cppunit/extensions/HelperMacros.h>

#include <any>
#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "selvage/async/background_worker.h"
#include "selvage/async/error.h"
#include "selvage/async/operation_table.h"
#include "selvage/async/single_thread_context.h"
#include "tests/unit/async/counting_context.h"

namespace selvage::async {
namespace {

struct work_error : std::runtime_error {
  work_error() : std::runtime_error("the work failed") {}
};

/// A message loop on this thread, which each test runs until it is idle.
class background_worker_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(background_worker_test);
  CPPUNIT_TEST(works_and_tells);
  CPPUNIT_TEST(one_run_at_a_time);
  CPPUNIT_TEST(starts_again_in_the_handler);
  CPPUNIT_TEST(cancels);
  CPPUNIT_TEST(a_cancellation_ends_with_its_run);
  CPPUNIT_TEST(tells_an_error);
  CPPUNIT_TEST(abilities_it_lacks);
  CPPUNIT_TEST(destroyed_while_busy);
  CPPUNIT_TEST(a_context_that_refuses);
  CPPUNIT_TEST(arguments_of_a_completion);
  CPPUNIT_TEST(tokens_of_a_component);
  CPPUNIT_TEST_SUITE_END();

  using events = background_worker::handlers;

  std::optional<thread_pool> pool_;
  std::shared_ptr<single_thread_context> loop_;
  std::optional<current_context_scope> here_;
  std::vector<std::string> told_;

  background_worker make(events h, background_worker::abilities can = {}) {
    if (!h.progress_changed)
      h.progress_changed = [this](const auto& p) { told_.push_back(std::to_string(p.percentage)); };
    if (!h.run_worker_completed) h.run_worker_completed = [this](const auto& e) { told_.push_back(text(e)); };
    return background_worker(std::move(h), can, *pool_);
  }

  static std::string text(const run_worker_completed_event_args& e) {
    try {
      return std::any_cast<std::string>(e.result());
    } catch (const invalid_operation_error&) {
      return "cancelled";
    } catch (const work_error& error) {
      return error.what();
    }
  }

 public:
  void setUp() override {
    pool_.emplace(2U);
    loop_ = std::make_shared<single_thread_context>();
    here_.emplace(loop_);
  }
  void tearDown() override {
    here_.reset();
    pool_.reset();
  }

  void works_and_tells() {
    auto w = make({.do_work = [](background_worker& me, do_work_event_args& args) {
      me.report_progress(50);
      args.result = std::any_cast<std::string>(args.argument) + " done";
    }});
    w.run_async(std::string("work"));
    loop_->run_until_idle();
    CPPUNIT_ASSERT((told_ == std::vector<std::string>{"50", "work done"}));
    CPPUNIT_ASSERT(!w.is_busy());
    CPPUNIT_ASSERT_THROW(w.report_progress(1), invalid_operation_error);
  }

  void one_run_at_a_time() {
    std::atomic<bool> go{false};
    auto w = make({.do_work = [&](background_worker&, do_work_event_args& args) {
      go.wait(false);
      args.result = std::string("one");
    }});
    w.run_async();
    CPPUNIT_ASSERT(w.is_busy());
    CPPUNIT_ASSERT_THROW(w.run_async(), invalid_operation_error);
    go = true;
    go.notify_all();
    loop_->run_until_idle();
    CPPUNIT_ASSERT((told_ == std::vector<std::string>{"one"}));
  }

  void starts_again_in_the_handler() {
    int runs = 0;
    background_worker* again = nullptr;
    auto w = make({.do_work = [](background_worker&, do_work_event_args& args) { args.result = std::string("run"); },
                   .run_worker_completed =
                       [&](const auto& e) {
                         told_.push_back(text(e) + (again->is_busy() ? " busy" : " idle"));
                         if (++runs < 3) again->run_async();
                       }});
    again = &w;
    w.run_async();
    loop_->run_until_idle();
    CPPUNIT_ASSERT((told_ == std::vector<std::string>{"run idle", "run idle", "run idle"}));
  }

  void cancels() {
    auto w = make({.do_work = [](background_worker& me, do_work_event_args& args) {
      while (!me.cancellation_pending()) std::this_thread::yield();
      args.cancel = true;
      args.result = std::string("never seen");
    }});
    w.run_async();
    w.cancel_async();
    loop_->run_until_idle();
    CPPUNIT_ASSERT((told_ == std::vector<std::string>{"cancelled"}));
    CPPUNIT_ASSERT(!w.cancellation_pending());
  }

  void a_cancellation_ends_with_its_run() {
    auto w = make({.do_work = [](background_worker& me, do_work_event_args& args) {
      args.cancel = me.cancellation_pending();
      args.result = std::string("result");
    }});
    w.cancel_async();  // of nothing
    CPPUNIT_ASSERT(!w.cancellation_pending());
    w.run_async();
    loop_->run_until_idle();
    w.cancel_async();
    w.run_async();
    loop_->run_until_idle();
    CPPUNIT_ASSERT((told_ == std::vector<std::string>{"result", "result"}));
  }

  void tells_an_error() {
    auto w = make({.do_work = [](background_worker&, do_work_event_args& args) {
      args.cancel = true;
      throw work_error();
    }});
    w.run_async();
    loop_->run_until_idle();
    CPPUNIT_ASSERT((told_ == std::vector<std::string>{"the work failed"}));
  }

  void abilities_it_lacks() {
    bool refused = false;
    auto w = make({.do_work =
                       [&](background_worker& me, do_work_event_args& args) {
                         try {
                           me.report_progress(1);
                         } catch (const invalid_operation_error&) {
                           refused = true;
                         }
                         args.result = std::string("result");
                       }},
                  {.reports_progress = false, .supports_cancellation = false});
    w.run_async();
    CPPUNIT_ASSERT_THROW(w.cancel_async(), invalid_operation_error);
    loop_->run_until_idle();
    CPPUNIT_ASSERT(refused);
    CPPUNIT_ASSERT_THROW(background_worker(events{}), argument_error);
  }

  void destroyed_while_busy() {
    {
      auto w = make({.do_work = [](background_worker& me, do_work_event_args& args) {
        me.report_progress(7);
        args.result = std::string("late");
      }});
      w.run_async();
    }
    loop_->run_until_idle();
    CPPUNIT_ASSERT((told_ == std::vector<std::string>{"7", "late"}));
  }

  void a_context_that_refuses() {
    struct refusing final : counting_context {
      void operation_started() override {
        if (throws) throw std::runtime_error("closed");
      }
    };
    const auto context = std::make_shared<refusing>();
    auto w = make({.do_work = [](background_worker&, do_work_event_args&) {}});
    const current_context_scope scope(context);
    context->throws = true;
    CPPUNIT_ASSERT_THROW(w.run_async(), std::runtime_error);
    CPPUNIT_ASSERT(!w.is_busy());

    operation_table<int> table;
    CPPUNIT_ASSERT_THROW(table.start(1), std::runtime_error);
    CPPUNIT_ASSERT(!table.contains(1));
  }

  void arguments_of_a_completion() {
    const completed_event_args<int> good(42, this);
    CPPUNIT_ASSERT_EQUAL(42, good.result());
    CPPUNIT_ASSERT(good.user_state() == this && good.error() == nullptr && !good.cancelled());
    good.raise_if_necessary();
    const completed_event_args<int> cancelled(nullptr, true, nullptr, 42);
    CPPUNIT_ASSERT_THROW(cancelled.raise_if_necessary(), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(static_cast<void>(cancelled.result()), invalid_operation_error);
    const completed_event_args<int> both(std::make_exception_ptr(work_error()), true, nullptr);
    CPPUNIT_ASSERT_THROW(both.raise_if_necessary(), work_error);
    CPPUNIT_ASSERT_THROW(static_cast<void>(both.result()), work_error);
  }

  void tokens_of_a_component() {
    operation_table<std::string> table;
    const auto a = table.start("a", this);
    CPPUNIT_ASSERT(a->user_supplied_state() == this);
    CPPUNIT_ASSERT_THROW(table.start("a"), argument_error);
    const auto b = table.start("b");
    CPPUNIT_ASSERT(table.cancel("a"));
    CPPUNIT_ASSERT(table.is_cancelled("a") && !table.is_cancelled("b") && !table.is_cancelled("c"));
    CPPUNIT_ASSERT(!table.cancel("c"));
    CPPUNIT_ASSERT(table.take("a") == a);
    CPPUNIT_ASSERT(table.take("a") == nullptr);
    CPPUNIT_ASSERT(!table.cancel("a"));
    const auto again = table.start("a");
    CPPUNIT_ASSERT(again != a && !table.is_cancelled("a"));
    for (const auto& o : {a, b, again}) o->operation_completed();
    loop_->run_until_idle();
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(background_worker_test);

}  // namespace
}  // namespace selvage::async

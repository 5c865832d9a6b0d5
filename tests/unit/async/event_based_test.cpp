#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "selvage/async/async_operation_manager.h"
#include "selvage/async/error.h"
#include "selvage/async/single_thread_context.h"
#include "tests/unit/async/counting_context.h"

namespace selvage::async {
namespace {

class event_based_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(event_based_test);
  CPPUNIT_TEST(started_is_completed);
  CPPUNIT_TEST(an_operation_nobody_completes);
  CPPUNIT_TEST(a_post_that_throws);
  CPPUNIT_TEST(nothing_to_post);
  CPPUNIT_TEST(completed_before_it_is_posted);
  CPPUNIT_TEST(what_is_posted_may_destroy_the_operation);
  CPPUNIT_TEST(the_default_context_is_a_pool);
  CPPUNIT_TEST(the_context_of_the_thread);
  CPPUNIT_TEST(one_of_many_completions_wins);
  CPPUNIT_TEST_SUITE_END();

 public:
  void started_is_completed() {
    const auto c = std::make_shared<counting_context>();
    const int token = 0;
    async_operation o(c, &token);
    CPPUNIT_ASSERT(o.user_supplied_state() == &token);
    CPPUNIT_ASSERT_EQUAL(1, c->started);
    o.post([] {});
    o.post_operation_completed([] {});
    CPPUNIT_ASSERT_EQUAL(1, c->completed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, c->posted.size());
    CPPUNIT_ASSERT_THROW(o.post([] {}), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(o.post_operation_completed([] {}), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(o.operation_completed(), invalid_operation_error);
    CPPUNIT_ASSERT_EQUAL(1, c->completed);
  }

  void an_operation_nobody_completes() {
    const auto c = std::make_shared<counting_context>();
    {
      const async_operation o(c, nullptr);
    }
    CPPUNIT_ASSERT_EQUAL(1, c->completed);
    CPPUNIT_ASSERT_THROW(async_operation(nullptr, nullptr), argument_error);
  }

  void a_post_that_throws() {
    const auto c = std::make_shared<counting_context>();
    {
      async_operation o(c, nullptr);
      c->throws = true;
      CPPUNIT_ASSERT_THROW(o.post([] {}), std::runtime_error);
      CPPUNIT_ASSERT_THROW(o.post_operation_completed([] {}), std::runtime_error);
      CPPUNIT_ASSERT_EQUAL(1, c->completed);
      CPPUNIT_ASSERT_THROW(o.post_operation_completed([] {}), invalid_operation_error);
    }
    CPPUNIT_ASSERT_EQUAL(1, c->completed);
  }

  void nothing_to_post() {
    const auto c = std::make_shared<counting_context>();
    async_operation o(c, nullptr);
    CPPUNIT_ASSERT_THROW(o.post(nullptr), argument_error);
    CPPUNIT_ASSERT_THROW(o.post_operation_completed(nullptr), argument_error);
    o.post_operation_completed([] {});
    CPPUNIT_ASSERT_THROW(o.post(nullptr), invalid_operation_error);
  }

  void completed_before_it_is_posted() {
    const auto c = std::make_shared<counting_context>();
    c->inline_posts = true;
    async_operation o(c, nullptr);
    std::string order;
    o.post_operation_completed([&] {
      order += c->completed == 0 ? "posted " : "late ";
      try {
        o.post([] {});
      } catch (const invalid_operation_error&) {
        order += "refused ";
      }
    });
    order += c->completed == 1 ? "told" : "untold";
    CPPUNIT_ASSERT_EQUAL(std::string("posted refused told"), order);
  }

  void what_is_posted_may_destroy_the_operation() {
    auto c = std::make_shared<counting_context>();
    c->inline_posts = true;
    const std::weak_ptr<counting_context> seen = c;
    auto o = std::make_unique<async_operation>(std::move(c), nullptr);
    o->post([&o] { o.reset(); });
    CPPUNIT_ASSERT(o == nullptr);
    CPPUNIT_ASSERT(seen.expired());
  }

  void the_default_context_is_a_pool() {
    std::thread fresh([] {
      CPPUNIT_ASSERT(synchronization_context::current() == nullptr);
      const auto o = async_operation_manager::create_operation(nullptr);
      CPPUNIT_ASSERT(synchronization_context::current() != nullptr);
      std::atomic<bool> ran{false};
      std::thread::id where;
      o->post_operation_completed([&] {
        where = std::this_thread::get_id();
        ran = true;
        ran.notify_one();
      });
      ran.wait(false);
      CPPUNIT_ASSERT(where != std::this_thread::get_id());
      synchronization_context::set_current(nullptr);
    });
    fresh.join();
  }

  void the_context_of_the_thread() {
    const auto c = std::make_shared<counting_context>();
    {
      const current_context_scope scope(c);
      const auto o = async_operation_manager::create_operation(this);
      CPPUNIT_ASSERT(&o->context() == c.get());
      CPPUNIT_ASSERT(o->user_supplied_state() == this);
      std::thread([] { CPPUNIT_ASSERT(synchronization_context::current() == nullptr); }).join();
    }
    CPPUNIT_ASSERT(synchronization_context::current() != c);
    CPPUNIT_ASSERT_EQUAL(1, c->started);
    CPPUNIT_ASSERT_EQUAL(1, c->completed);
  }

  void one_of_many_completions_wins() {
    thread_pool pool(2);
    for (int round = 0; round < 200; ++round) {
      const auto c = std::make_shared<pool_context>(pool);
      std::atomic<int> ran{0};
      std::atomic<int> won{0};
      {
        async_operation o(c, nullptr);
        const auto complete = [&] {
          try {
            o.post_operation_completed([&] { ++ran; });
            ++won;
          } catch (const invalid_operation_error&) {
          }
        };
        std::thread a(complete);
        std::thread b(complete);
        complete();
        a.join();
        b.join();
      }
      while (ran.load() == 0) std::this_thread::yield();
      CPPUNIT_ASSERT_EQUAL(1, won.load());
      CPPUNIT_ASSERT_EQUAL(1, ran.load());
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(event_based_test);

}  // namespace
}  // namespace selvage::async

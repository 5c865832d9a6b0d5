#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>

#include "selvage/async/async_disposable.h"

namespace selvage::async {
namespace {

class owner final : public async_disposable {
 public:
  explicit owner(repeated mode = repeated::succeeds) : async_disposable(mode) {}
  std::atomic<int> released{0};
  bool fails{};

 private:
  void on_dispose() override {
    ++released;
    if (fails) throw std::runtime_error("flush");
  }
};

/// Its disposal ends when the test says.
class slow_owner final : public async_disposable {
 public:
  detail::waiters gate;

 private:
  struct step : continuation {
    std::coroutine_handle<> to;
  };
  struct at_gate {
    detail::waiters& gate;
    step s{};
    bool await_ready() const { return gate.completed(); }
    bool await_suspend(std::coroutine_handle<> h) {
      s.to = h;
      s.run = [](continuation& self) noexcept { static_cast<step&>(self).to.resume(); };
      return gate.add(s);
    }
    void await_resume() const {}
  };
  void on_dispose() override {}
  value_task<void> on_dispose_async() override { co_await at_gate{gate}; }
};

class disposal_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(disposal_test);
  CPPUNIT_TEST(disposes_once);
  CPPUNIT_TEST(operations_throw_afterwards);
  CPPUNIT_TEST(waits_for_operations);
  CPPUNIT_TEST(succeeds_early_or_joins);
  CPPUNIT_TEST(a_failure_is_in_the_task);
  CPPUNIT_TEST(a_synchronous_failure_is_thrown);
  CPPUNIT_TEST(a_failure_is_joined);
  CPPUNIT_TEST(an_asynchronous_disposal_takes_its_time);
  CPPUNIT_TEST(real_threads_release_once);
  CPPUNIT_TEST_SUITE_END();

 public:
  void disposes_once() {
    owner o;
    CPPUNIT_ASSERT(!o.is_disposed());
    o.dispose_async().wait();
    CPPUNIT_ASSERT(o.is_disposed());
    o.dispose();
    o.dispose_async().wait();
    CPPUNIT_ASSERT_EQUAL(1, o.released.load());
  }

  void operations_throw_afterwards() {
    owner o;
    { const async_disposable::operation_scope in_flight(o); }
    o.dispose();
    CPPUNIT_ASSERT_THROW(o.begin_operation(), object_disposed_error);
    CPPUNIT_ASSERT(!o.try_begin_operation());
  }

  void waits_for_operations() {
    owner o;
    o.begin_operation();
    o.begin_operation();
    auto t = o.dispose_async();
    CPPUNIT_ASSERT(!t.is_completed());
    o.end_operation();
    CPPUNIT_ASSERT(!t.is_completed());
    CPPUNIT_ASSERT_EQUAL(0, o.released.load());
    o.end_operation();
    CPPUNIT_ASSERT(t.is_completed());
    CPPUNIT_ASSERT_EQUAL(1, o.released.load());
    t.result();
  }

  void succeeds_early_or_joins() {
    owner early;
    early.begin_operation();
    auto first = early.dispose_async();
    CPPUNIT_ASSERT(early.dispose_async().is_completed());
    CPPUNIT_ASSERT(!first.is_completed());
    early.end_operation();

    owner joins(async_disposable::repeated::joins);
    joins.begin_operation();
    auto a = joins.dispose_async();
    auto b = joins.dispose_async();
    joins.dispose();  // waits for nothing
    CPPUNIT_ASSERT(!a.is_completed() && !b.is_completed());
    joins.end_operation();
    CPPUNIT_ASSERT(a.is_completed() && b.is_completed());
  }

  void a_failure_is_in_the_task() {
    owner o;
    o.fails = true;
    auto t = o.dispose_async();
    CPPUNIT_ASSERT(t.is_completed());
    CPPUNIT_ASSERT_THROW(t.result(), std::runtime_error);
    o.dispose_async().wait();  // not repeated
    CPPUNIT_ASSERT_EQUAL(1, o.released.load());
  }

  void a_synchronous_failure_is_thrown() {
    owner o;
    o.fails = true;
    CPPUNIT_ASSERT_THROW(o.dispose(), std::runtime_error);
    o.dispose();
  }

  void a_failure_is_joined() {
    owner o(async_disposable::repeated::joins);
    o.fails = true;
    o.begin_operation();
    auto a = o.dispose_async();
    auto b = o.dispose_async();
    o.end_operation();
    CPPUNIT_ASSERT_THROW(a.result(), std::runtime_error);
    CPPUNIT_ASSERT_THROW(b.result(), std::runtime_error);
  }

  void an_asynchronous_disposal_takes_its_time() {
    slow_owner o;
    auto t = o.dispose_async();
    CPPUNIT_ASSERT(!t.is_completed());
    o.gate.complete();
    CPPUNIT_ASSERT(t.is_completed());
    t.result();
  }

  void real_threads_release_once() {
    for (int round = 0; round < 200; ++round) {
      auto o = std::make_unique<owner>(async_disposable::repeated::joins);
      std::atomic<int> in_flight{0};
      const auto use = [&] {
        for (int i = 0; i < 20 && o->try_begin_operation(); ++i) {
          in_flight.fetch_add(1);
          in_flight.fetch_sub(1);
          o->end_operation();
        }
      };
      std::atomic<bool> right{true};
      const auto dispose = [&] {
        o->dispose_async().wait();
        if (o->released.load() != 1 || in_flight.load() != 0) right = false;
      };
      std::thread a(use);
      std::thread b(dispose);
      std::thread c(dispose);
      use();
      a.join();
      b.join();
      c.join();
      CPPUNIT_ASSERT(right.load());
      CPPUNIT_ASSERT_EQUAL(1, o->released.load());
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(disposal_test);

}  // namespace
}  // namespace selvage::async

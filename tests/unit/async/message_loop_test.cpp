#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "selvage/async/async_operation_manager.h"
#include "selvage/async/error.h"
#include "selvage/async/single_thread_context.h"

namespace selvage::async {
namespace {

class message_loop_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(message_loop_test);
  CPPUNIT_TEST(keeps_the_order_on_its_thread);
  CPPUNIT_TEST(is_current_while_it_runs);
  CPPUNIT_TEST(runs_what_is_pending);
  CPPUNIT_TEST(stops);
  CPPUNIT_TEST(what_throws_leaves_the_loop);
  CPPUNIT_TEST(what_is_run_is_destroyed_before_the_next);
  CPPUNIT_TEST(sends);
  CPPUNIT_TEST(refuses_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void keeps_the_order_on_its_thread() {
    const auto loop = std::make_shared<single_thread_context>();
    std::shared_ptr<async_operation> o;
    {
      const current_context_scope scope(loop);
      o = async_operation_manager::create_operation(nullptr);
    }
    std::vector<int> seen;
    const auto here = std::this_thread::get_id();
    std::thread worker([&] {
      for (int i = 0; i < 100; ++i) {
        o->post([&, i] { seen.push_back(std::this_thread::get_id() == here ? i : -1); });
      }
      o->post_operation_completed([&] { seen.push_back(100); });
    });
    loop->run_until_idle();
    worker.join();
    std::vector<int> expected(101);
    std::iota(expected.begin(), expected.end(), 0);
    CPPUNIT_ASSERT(seen == expected);
  }

  void is_current_while_it_runs() {
    const auto loop = std::make_shared<single_thread_context>();
    std::shared_ptr<synchronization_context> inside;
    loop->post([&] { inside = synchronization_context::current(); });
    loop->run_until_idle();
    CPPUNIT_ASSERT(inside == loop);
    CPPUNIT_ASSERT(synchronization_context::current() != loop);
    single_thread_context unowned;
    bool same = false;
    unowned.post([&] { same = synchronization_context::current().get() == &unowned; });
    unowned.run_pending();
    CPPUNIT_ASSERT(same);
  }

  void runs_what_is_pending() {
    single_thread_context loop;
    int ran = 0;
    loop.post([&] {
      ++ran;
      loop.post([&] { ran += 10; });
    });
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, loop.run_pending());
    CPPUNIT_ASSERT_EQUAL(1, ran);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, loop.run_pending());
    CPPUNIT_ASSERT_EQUAL(11, ran);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, loop.run_pending());
  }

  void stops() {
    single_thread_context loop;
    int ran = 0;
    loop.post([&] {
      ++ran;
      loop.stop();
    });
    loop.post([&] { ++ran; });
    loop.run();
    CPPUNIT_ASSERT_EQUAL(1, ran);
    loop.stop();
    loop.run();  // at once
    CPPUNIT_ASSERT_EQUAL(1, ran);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, loop.run_pending());
  }

  void what_throws_leaves_the_loop() {
    single_thread_context loop;
    int ran = 0;
    loop.post([] { throw std::runtime_error("a handler's"); });
    loop.post([&] { ++ran; });
    CPPUNIT_ASSERT_THROW(loop.run_until_idle(), std::runtime_error);
    CPPUNIT_ASSERT_EQUAL(0, ran);
    loop.run_until_idle();
    CPPUNIT_ASSERT_EQUAL(1, ran);
  }

  void what_is_run_is_destroyed_before_the_next() {
    // What a handler holds may post when it dies, so that no lock may be held then.
    single_thread_context loop;
    bool ran = false;
    std::shared_ptr<int> posts(new int(0), [&](const int* p) {
      delete p;
      loop.post([&] { ran = true; });
    });
    loop.post([kept = std::move(posts)] { CPPUNIT_ASSERT_EQUAL(0, *kept); });
    loop.run_until_idle();
    CPPUNIT_ASSERT(ran);
  }

  void sends() {
    single_thread_context loop;
    int inside = 0;
    loop.post([&] { loop.send([&] { inside = 1; }); });
    loop.run_pending();
    CPPUNIT_ASSERT_EQUAL(1, inside);

    std::thread::id where;
    bool threw = false;
    std::thread runs([&] { loop.run(); });
    loop.send([&] { where = std::this_thread::get_id(); });
    try {
      loop.send([] { throw std::runtime_error("thrown there"); });
    } catch (const std::runtime_error&) {
      threw = true;
    }
    CPPUNIT_ASSERT(where == runs.get_id());
    CPPUNIT_ASSERT(threw);
    loop.stop();
    runs.join();
  }

  void refuses_nothing() {
    single_thread_context loop;
    CPPUNIT_ASSERT_THROW(loop.post(nullptr), argument_error);
    CPPUNIT_ASSERT_THROW(loop.send(nullptr), argument_error);
    CPPUNIT_ASSERT_THROW(pool_context().post(nullptr), argument_error);
    CPPUNIT_ASSERT_THROW(pool_context().send(nullptr), argument_error);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(message_loop_test);

}  // namespace
}  // namespace selvage::async

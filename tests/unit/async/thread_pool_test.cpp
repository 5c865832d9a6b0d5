#include "selvage/async/thread_pool.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <thread>
#include <vector>

namespace selvage::async::test {
namespace {

class pools : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(pools);
  CPPUNIT_TEST(first_in_first_out);
  CPPUNIT_TEST(what_is_queued_runs_before_the_end);
  CPPUNIT_TEST(work_queues_work);
  CPPUNIT_TEST(work_runs_on_the_pools_threads);
  CPPUNIT_TEST_SUITE_END();

  void first_in_first_out() {
    std::vector<int> order;
    {
      thread_pool pool(1);
      for (int i = 0; i < 100; ++i) pool.queue([&order, i] { order.push_back(i); });
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{100}, order.size());
    for (int i = 0; i < 100; ++i) CPPUNIT_ASSERT_EQUAL(i, order[static_cast<std::size_t>(i)]);
  }

  void what_is_queued_runs_before_the_end() {
    std::atomic<int> runs{0};
    {
      thread_pool pool(3);
      for (int i = 0; i < 1'000; ++i) pool.queue([&runs] { ++runs; });
    }
    CPPUNIT_ASSERT_EQUAL(1'000, runs.load());
  }

  void work_queues_work() {
    std::atomic<int> runs{0};
    {
      thread_pool pool(2);
      pool.queue([&] {
        for (int i = 0; i < 10; ++i) pool.queue([&runs] { ++runs; });
      });
    }
    CPPUNIT_ASSERT_EQUAL(10, runs.load());
  }

  void work_runs_on_the_pools_threads() {
    std::thread::id first;
    std::thread::id second;
    {
      thread_pool pool(1);
      pool.queue([&] { first = std::this_thread::get_id(); });
      pool.queue([&] { second = std::this_thread::get_id(); });
    }
    CPPUNIT_ASSERT(first == second && first != std::this_thread::get_id());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(pools);

}  // namespace
}  // namespace selvage::async::test

#include <cppunit/extensions/HelperMacros.h>

#include <array>

#include "selvage/async/async_result.h"
#include "selvage/async/begin_invoke.h"
#include "selvage/async/thread_pool.h"
#include "tests/stress/crowd.h"

namespace selvage::stress {
namespace {

using namespace async;

/// What the completer writes is plain memory: where nothing orders it before who reads it, that is a data race
/// (APM-13).
class apm_stress : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(apm_stress);
  CPPUNIT_TEST(what_the_completer_did_is_there);
  CPPUNIT_TEST(operations_of_a_pool);
  CPPUNIT_TEST_SUITE_END();

 public:
  void what_the_completer_did_is_there() {
    for (int i = 1; i <= 2'000; ++i) {
      int written = 0;
      std::array<int, 4> seen{};
      const auto result = async_result<int>::begin(
          this, {.callback = [&](const std::shared_ptr<async_result_base>&) { seen[0] = written; }});
      crowd all;
      all.add([&] {
        written = i;
        result->set_value(i);
      });
      all.add([&] {
        if (async_result<int>::end(this, result) == i) seen[1] = written;
      });
      all.add([&] {
        try {
          result->async_wait_handle().wait();
        } catch (const object_disposed_error&) {  // End was faster
        }
        if (result->is_completed()) seen[2] = written;
      });
      all.add([&] {
        while (!result->is_completed()) std::this_thread::yield();
        seen[3] = written;
      });
      all.join();
      for (const int s : seen) CPPUNIT_ASSERT_EQUAL(i, s);
    }
  }

  void operations_of_a_pool() {
    thread_pool pool(2);
    crowd all;
    std::array<int, 3> sums{};
    for (int& sum : sums) {
      all.add([&] {
        for (int i = 0; i < 2'000; ++i) {
          int written = 0;
          const auto result = begin_invoke(pool, [&] { return written = 1; });
          sum += end_invoke(result) * written;
        }
      });
    }
    all.join();
    for (const int sum : sums) CPPUNIT_ASSERT_EQUAL(2'000, sum);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(apm_stress);

}  // namespace
}  // namespace selvage::stress

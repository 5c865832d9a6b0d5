#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "selvage/async/async_disposable.h"
#include "selvage/async/async_result.h"
#include "selvage/async/manual_reset_value_task_source.h"
#include "selvage/async/value_task.h"

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

// Those of this whole program, so that the tests can count.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* const p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace selvage::async::test {
namespace {

template <class Work>
std::size_t allocations_of(Work work) {
  const std::size_t before = allocations;
  work();
  return allocations - before;
}

value_task<int> over_at_once() { return 1; }

class nothing_to_release final : public async_disposable {
  void on_dispose() override {}
};

class allocation_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(allocation_test);
  CPPUNIT_TEST(a_handle_costs_who_reads_it);
  CPPUNIT_TEST(a_task_that_is_over_costs_nothing);
  CPPUNIT_TEST(a_disposal_costs_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_handle_costs_who_reads_it() {
    const auto cycle = [this](bool reads) {
      const auto r = async_result<int>::begin(this);
      if (reads) (void)r->async_wait_handle();
      r->set_value(1);
      async_result<int>::end(this, r);
    };
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, allocations_of([&] { cycle(false); }));
    CPPUNIT_ASSERT(allocations_of([&] { cycle(true); }) > 1);
  }

  void a_task_that_is_over_costs_nothing() {
    int sum = 0;
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, allocations_of([&] { sum += over_at_once().wait(); }));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, allocations_of([] { value_task<>().wait(); }));
    manual_reset_value_task_source<int> source;
    const auto again = [&] {
      auto task = source.task();
      source.set_result(2);
      sum += task.result();
      source.reset();
    };
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, allocations_of(again));
    CPPUNIT_ASSERT_EQUAL(3, sum);
  }

  void a_disposal_costs_nothing() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, allocations_of([] {
                           nothing_to_release object;
                           object.begin_operation();
                           object.end_operation();
                           object.dispose_async().wait();
                         }));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(allocation_test);

}  // namespace
}  // namespace selvage::async::test

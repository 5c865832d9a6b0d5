#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "model/registration.h"
#include "src/conform/component.h"
#include "src/conform/pattern_part.h"
#include "tests/unit/conform/history.h"

namespace {
std::size_t allocations = 0;
}

// Counts every allocation of this test program.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* p = std::malloc(size == 0 ? 1 : size)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace selvage::conform::test {
namespace {

using op = operation;

class caches : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(caches);
  CPPUNIT_TEST(a_warm_history_allocates_nothing);
  CPPUNIT_TEST(full_caches_start_afresh_and_judge_alike);
  CPPUNIT_TEST_SUITE_END();

  void a_warm_history_allocates_nothing() {
    const auto good = history().call(0, op::wait_any, {0, 1}).quiet().does(1, op::set, {1}).ret(0, 1).quiet();
    const auto bad = history().call(0, op::wait, {0}).quiet().does(1, op::set, {0}).quiet();
    const auto c = together({manual(), automatic()});
    const auto both = [&] { return run(*c, good) + run(*c, bad); };
    const std::size_t cold = both();
    const std::size_t before = allocations;
    std::size_t warm = 0;
    for (int i = 0; i < 100; ++i) warm = both();
    const std::size_t after = allocations;  // the assertion itself allocates
    CPPUNIT_ASSERT_EQUAL(before, after);
    CPPUNIT_ASSERT_EQUAL(cold, warm);
  }

  /// The part's caches are emptied now and then as `good` and `bad` come again and again, and both stay what they are.
  template <class Part>
  static void start_afresh_and_judge_alike(Part& c, std::size_t bound, const history& good, const history& bad) {
    const auto judge = [&](const history& h) {
      c.restart();
      std::size_t at = 0;
      for (const model::label& l : h.labels()) {
        if (!c.step(l)) break;
        ++at;
      }
      return at;
    };
    std::size_t largest = 0;
    bool shrank = false;
    for (int i = 0; i < 20; ++i) {
      const std::size_t before = c.cached_states();
      c.restart();
      shrank = shrank || c.cached_states() < before;
      CPPUNIT_ASSERT_EQUAL(good.labels().size(), judge(good));
      CPPUNIT_ASSERT_EQUAL(bad.labels().size() - 1, judge(bad));
      largest = std::max(largest, c.cached_states());
    }
    CPPUNIT_ASSERT(largest > bound && largest < 200);
    CPPUNIT_ASSERT(shrank);
  }

  void full_caches_start_afresh_and_judge_alike() {
    const std::vector<object_spec> one{automatic()};
    const auto good =
        history().call(0, op::wait, {0}).call(1, op::wait, {0}).quiet().does(2, op::set, {0}).ret(1).quiet();
    const auto bad = history(history().call(0, op::wait, {0}).quiet().does(2, op::set, {0})).quiet();
    component c(one, {0}, *model::profile_named("strict"), {20, 1000, 1000});
    start_afresh_and_judge_alike(c, 20, good, bad);

    // With the events' own machine, and with one that has registrations besides.
    const std::vector<object_spec> two{automatic(), {.kind = model::object_kind::registration, .original = 0}};
    for (const effort most : efforts) {
      pattern_part p(model::registration(two, *model::profile_named("strict")), {0, 1}, false, most, {8, 1000, 1000});
      start_afresh_and_judge_alike(p, 8, good, bad);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(caches);

}  // namespace
}  // namespace selvage::conform::test

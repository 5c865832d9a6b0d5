#include "src/check/suite/minimise.h"

#include <cppunit/extensions/HelperMacros.h>

#include "src/explore/replay_strategy.h"
#include "toy_subject.h"

namespace selvage::check {
namespace {

class minimise_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(minimise_test);
  CPPUNIT_TEST(makes_program_and_schedule_small);
  CPPUNIT_TEST(gives_the_same_twice);
  CPPUNIT_TEST(campaigns_repeat_and_split);
  CPPUNIT_TEST_SUITE_END();

  static program large() {
    return parse_program(
        "object a0 auto-reset-event\nobject a1 auto-reset-event\n"
        "thread set(a1); wait(a0)\nthread set(a0); set(a1)\nthread set(a1); set(a0)\n");
  }

  static campaign_options options() {
    campaign_options o;
    o.executions = 2'000;
    return o;
  }

  static minimised made_small() {
    const auto s = test::forgetful_event();
    const auto found = run_campaign(s, large(), options());
    CPPUNIT_ASSERT(!found.violations.empty());
    return minimise(s, large(), found.violations.front(), options(), {.keep_clause = false});
  }

 public:
  void makes_program_and_schedule_small() {
    const auto m = made_small();
    CPPUNIT_ASSERT(m.shown.verdict == model::verdict::lost_wakeup);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, m.what.operation_count());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, m.what.objects.size());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, m.preemptions);
    // It is a schedule: replayed exactly, it shows the same.
    const auto s = test::forgetful_event();
    harness h(s, m.what, model::profiles().front(), options().how.engine);
    replay_strategy replay(m.shown.how, mismatch::report);
    h.run(replay, 0);
    CPPUNIT_ASSERT(!replay.diverged_at());
    CPPUNIT_ASSERT(h.verdict() == model::verdict::lost_wakeup);
  }

  void gives_the_same_twice() {
    const auto a = made_small();
    const auto b = made_small();
    CPPUNIT_ASSERT(a.what == b.what);
    CPPUNIT_ASSERT(a.shown.how == b.shown.how);
    CPPUNIT_ASSERT_EQUAL(a.executions, b.executions);
  }

  void campaigns_repeat_and_split() {
    const auto s = test::forgetful_event();
    const auto whole = run_campaign(s, large(), options());
    CPPUNIT_ASSERT_EQUAL(whole.executions, run_campaign(s, large(), options()).executions);
    std::uint64_t first = ~std::uint64_t{0};
    for (std::uint64_t slot = 0; slot < 3; ++slot) {
      auto part = options();
      part.slots = 3;
      part.slot = slot;
      const auto r = run_campaign(s, large(), part);
      if (!r.violations.empty()) first = std::min(first, r.violations.front().execution);
    }
    CPPUNIT_ASSERT_EQUAL(whole.violations.front().execution, first);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(minimise_test);

}  // namespace
}  // namespace selvage::check

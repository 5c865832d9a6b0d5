#include "src/check/subject/weakest.h"

#include <cppunit/extensions/HelperMacros.h>

#include "src/check/coverage/coverage.h"
#include "src/check/suite/campaign.h"
#include "src/check/suite/suite.h"
#include "src/program/client_scenarios.h"
#include "src/program/scenarios.h"

namespace selvage::check {
namespace {

class weakest_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(weakest_test);
  CPPUNIT_TEST(conforms_to_its_own_profile);
  CPPUNIT_TEST(a_fold_counts_before_the_return_that_it_needs);
  CPPUNIT_TEST(shows_what_the_profile_allows_and_no_more);
  CPPUNIT_TEST(claims_agree_with_every_state);
  CPPUNIT_TEST(no_client_is_stranded_by_the_strict_machine_when_it_is_claimed_safe);
  CPPUNIT_TEST_SUITE_END();

  static campaign_result explored(std::string_view machine, const program& p, const char* held_to,
                                  std::uint64_t executions) {
    campaign_options o;
    o.held_to = model::profile_named(held_to);
    o.executions = executions;
    return run_campaign(*weakest_named(machine), p, o);
  }

 public:
  void conforms_to_its_own_profile() {
    for (const auto& name : weakest_names()) {
      const auto s = *weakest_named(name);
      for (const auto& item : scenario_items(s.can, 100)) {
        const auto r = explored(name, item.what, s.table->profile, item.executions);
        CPPUNIT_ASSERT_MESSAGE(name + " " + item.name, r.violations.empty());
        CPPUNIT_ASSERT_EQUAL(std::string(), r.inconclusive);
      }
    }
  }

  // A set may be folded into one whose thread is about to return, though that return is due already.
  void a_fold_counts_before_the_return_that_it_needs() {
    const auto p = parse_program(
        "object e0 auto-reset-event\n"
        "thread wait(e0)\n"
        "thread set(e0); wait(e0, 10ms); wait_all(e0)\n"
        "thread signal_and_wait(e0, e0)\n");
    CPPUNIT_ASSERT(explored("weakest-mono", p, "mono", 2'000).violations.empty());
  }

  void shows_what_the_profile_allows_and_no_more() {
    const auto pulse = scenario_named("client-pulse")->make();
    CPPUNIT_ASSERT(explored("weakest-strict", pulse, "strict", 4'000).violations.empty());
    const auto lost = explored("weakest-win32", pulse, "strict", 4'000);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, lost.violations.size());
    CPPUNIT_ASSERT(lost.violations.front().verdict == model::verdict::lost_wakeup);
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-11"), lost.violations.front().clause);
    const auto closes = scenario_named("client-waiter-closes")->make();
    CPPUNIT_ASSERT(!explored("weakest-win32", closes, "strict", 4'000).violations.empty());
    CPPUNIT_ASSERT(explored("weakest-mono", closes, "strict", 4'000).violations.empty());
  }

  void claims_agree_with_every_state() {
    for (const auto& s : client_scenarios()) {
      const auto machine = weakest_named(s.client->machine);
      CPPUNIT_ASSERT_MESSAGE(std::string(s.name), machine.has_value());
      const auto fate = fate_of(s.make(), *machine->weakest);
      const bool safe = s.client->verdict == model::verdict::holds;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(s.name), !safe, fate.strands);
      if (safe) CPPUNIT_ASSERT_MESSAGE(std::string(s.name), fate.complete);
    }
  }

  void no_client_is_stranded_by_the_strict_machine_when_it_is_claimed_safe() {
    for (const auto& s : client_scenarios()) {
      if (s.client->verdict != model::verdict::holds) continue;
      const auto fate = fate_of(s.make(), *model::profile_named("strict"));
      CPPUNIT_ASSERT_MESSAGE(std::string(s.name), !fate.strands && fate.complete);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(weakest_test);

}  // namespace
}  // namespace selvage::check

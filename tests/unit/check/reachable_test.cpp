#include "src/check/coverage/reachable.h"

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <set>
#include <string>

#include "model/operation.h"
#include "selvage/subject_tables.h"
#include "src/check/coverage/coverage.h"
#include "src/check/fuzz/corpus.h"
#include "src/program/scenarios.h"

namespace selvage::check {
namespace {

using model::family;
using model::transition;

constexpr std::array all_families = {family::handles,       family::events,   family::async_results,
                                     family::registrations, family::disposal, family::event_based,
                                     family::components};

/// What can do the operations of the program and no other.
capabilities just_enough_for(const program& p) {
  capabilities can{all_families};
  std::uint64_t used = 0;
  const auto note = [&](const std::vector<program_operation>& calls) {
    for (const auto& c : calls) used |= std::uint64_t{1} << static_cast<unsigned>(c.op);
  };
  for (const auto& t : p.threads) note(t);
  for (const auto& o : p.objects) note(o.callback);
  for (const auto& op : model::operations()) {
    if ((used >> static_cast<unsigned>(op.op) & 1U) == 0) can.leave_out(op.op);
  }
  return can;
}

struct simple_event {
  simple_event(bool, bool) {}
  void set() {}
  bool wait(std::int32_t) { return true; }
};

class reachable_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(reachable_test);
  CPPUNIT_TEST(whatever_a_program_takes_is_reachable_for_a_subject_that_can_run_it);
  CPPUNIT_TEST(what_needs_a_missing_operation_is_not_reachable);
  CPPUNIT_TEST(what_a_subject_says_it_lacks_is_not_reachable);
  CPPUNIT_TEST_SUITE_END();

  static const model::profile& liberal() { return *model::profile_named("win32"); }

  static transition_bits reachable_for(const selvage_subject& s) {
    return reachable_transitions(capabilities(s), {}, *model::profile_named("strict"), false);
  }

 public:
  void whatever_a_program_takes_is_reachable_for_a_subject_that_can_run_it() {
    std::set<std::string> missed;
    const auto look = [&](const std::string& name, const program& p) {
      const auto reachable = reachable_transitions(just_enough_for(p), {}, liberal(), true);
      for (const auto t : transitions_of_program(p, liberal(), true, 4'000))
        if (!reachable[number_of(t)]) missed.insert(std::string(model::info(t).name) + " by " + name);
    };
    for (const auto& s : scenarios()) look(std::string(s.name), s.make());
    for (const auto& e : corpus(SELVAGE_FUZZ_CORPUS).load()) look(to_short_text(e.what), e.what);
    CPPUNIT_ASSERT_EQUAL(std::string(), missed.empty() ? std::string() : *missed.begin());
  }

  void what_needs_a_missing_operation_is_not_reachable() {
    static constexpr auto events = subjects::events_of<simple_event>();
    auto s = subjects::described("simple", "1", "");
    s.events = &events;
    const auto reachable = reachable_for(s);
    for (const auto t : {transition::set_manual, transition::set_kept, transition::find_set, transition::time_out})
      CPPUNIT_ASSERT_MESSAGE(std::string(model::info(t).name), reachable[number_of(t)]);
    for (const auto t :
         {transition::reset, transition::pulse, transition::close, transition::refuse_closed, transition::all_find_set,
          transition::one_event, transition::create_handle, transition::apm_begin, transition::begin_disposal_sync})
      CPPUNIT_ASSERT_MESSAGE(std::string(model::info(t).name), !reachable[number_of(t)]);
    CPPUNIT_ASSERT_EQUAL(unsigned{model::machine_bit::manual | model::machine_bit::automatic},
                         unsigned{reachable_machines(capabilities(s), {})});
  }

  void what_a_subject_says_it_lacks_is_not_reachable() {
    static constexpr auto events = subjects::events_of<simple_event>();
    auto s = subjects::described("simple", "1", "");
    s.events = &events;
    s.lacks = SELVAGE_LACKS_MANUAL_RESET;
    const auto reachable = reachable_for(s);
    CPPUNIT_ASSERT(!reachable[number_of(transition::set_manual)]);
    CPPUNIT_ASSERT(reachable[number_of(transition::set_kept)]);
    CPPUNIT_ASSERT_EQUAL(unsigned{model::machine_bit::automatic}, unsigned{reachable_machines(capabilities(s), {})});
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(reachable_test);

}  // namespace
}  // namespace selvage::check

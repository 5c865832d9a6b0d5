#include "model/pattern_explore.h"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>

#include "model/async_disposable.h"
#include "model/async_result.h"
#include "model/catalogue.h"
#include "model/registration.h"

namespace selvage::model::test {
namespace {

/// A machine whose steps have been tampered with.
template <pattern Machine>
class broken_machine : public Machine {
 public:
  using state = typename Machine::state;
  using change = std::function<void(const state& from, pattern_step<state>& step)>;

  broken_machine(const Machine& m, change c) : Machine(m), change_(std::move(c)) {}

  void steps(const state& s, std::vector<pattern_step<state>>& out) const {
    Machine::steps(s, out);
    for (auto& st : out) change_(s, st);
  }

 private:
  change change_;
};

class exploring_patterns : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(exploring_patterns);
  CPPUNIT_TEST(async_result_holds);
  CPPUNIT_TEST(registration_holds);
  CPPUNIT_TEST(async_disposable_holds);
  CPPUNIT_TEST(two_completions_are_caught);
  CPPUNIT_TEST(two_ends_are_caught);
  CPPUNIT_TEST(a_registration_without_its_reference_is_caught);
  CPPUNIT_TEST(a_registration_that_waits_on_after_its_only_time_is_caught);
  CPPUNIT_TEST(a_wait_kept_after_an_unregister_is_caught);
  CPPUNIT_TEST(a_completion_before_the_last_callback_is_caught);
  CPPUNIT_TEST(a_release_in_flight_is_caught);
  CPPUNIT_TEST(a_bound_on_states_is_kept);
  CPPUNIT_TEST_SUITE_END();

  const profile& strict_ = *profile_named("strict");

  void holds(const char* name) {
    const verification v = verify(*machine_named(name), strict_);
    const std::string why = v.broken ? v.broken->clause + ": " + v.broken->path.back() : "";
    CPPUNIT_ASSERT_MESSAGE(why, !v.broken.has_value());
    CPPUNIT_ASSERT(v.complete);
    CPPUNIT_ASSERT(v.states > 100'000 && v.transitions > v.states);
  }

  void async_result_holds() { holds("async-result"); }
  void registration_holds() { holds("registration"); }
  void async_disposable_holds() { holds("async-disposable"); }

  /// Explores the tampered machine and names the clause of the state that should not be.
  template <class Machine>
  std::string caught(const Machine& m, std::span<const object_spec> objects,
                     typename broken_machine<Machine>::change change) {
    const broken_machine<Machine> wrong(m, std::move(change));
    const exploration x = explore_pattern(wrong, objects.size(), {2, 2, all_calls(objects)});
    CPPUNIT_ASSERT(x.broken.has_value());
    CPPUNIT_ASSERT(!x.complete);
    CPPUNIT_ASSERT(x.broken->path.size() >= 2);
    return x.broken->clause;
  }

  static std::span<const object_spec> variant(const char* name, std::size_t i) {
    return machine_named(name)->variants.at(i);
  }

  std::string caught_in_result(broken_machine<async_result>::change change) {
    const auto objects = variant("async-result", 0);
    return caught(async_result(objects), objects, std::move(change));
  }

  void two_completions_are_caught() {
    CPPUNIT_ASSERT_EQUAL(std::string("APM-11"), caught_in_result([](const auto&, auto& st) {
                           if (st.via == transition::apm_win_completion) st.next.results[0].claimed = 0;
                         }));
  }

  void two_ends_are_caught() {
    CPPUNIT_ASSERT_EQUAL(std::string("APM-31"), caught_in_result([](const auto&, auto& st) {
                           if (st.via == transition::apm_end_first) st.next.results[0].ended = 0;
                         }));
  }

  std::string caught_in_registration(std::size_t which, broken_machine<registration>::change change) {
    const auto objects = variant("registration", which);
    return caught(registration(objects, strict_), objects, std::move(change));
  }

  void a_registration_without_its_reference_is_caught() {
    CPPUNIT_ASSERT_EQUAL(std::string("REG-02"), caught_in_registration(0, [](const auto& from, auto& st) {
                           const bool waits = st.next.registrations[0].at == registration_phase::waiting;
                           if (st.via == transition::registration_begins && waits)
                             st.next.events.objects = from.events.objects;
                         }));
  }

  void a_registration_that_waits_on_after_its_only_time_is_caught() {
    CPPUNIT_ASSERT_EQUAL(std::string("REG-05"), caught_in_registration(0, [](const auto&, auto& st) {
                           if (st.via == transition::registration_fires_once)
                             st.next.registrations[0].at = registration_phase::between;
                         }));
  }

  void a_wait_kept_after_an_unregister_is_caught() {
    CPPUNIT_ASSERT_EQUAL(std::string("REG-12"), caught_in_registration(2, [](const auto& from, auto& st) {
                           if (st.via != transition::remove_wait) return;
                           st.next.events = from.events;
                           st.next.registrations[0].at = from.registrations[0].at;
                         }));
  }

  void a_completion_before_the_last_callback_is_caught() {
    CPPUNIT_ASSERT_EQUAL(std::string("REG-13"), caught_in_registration(0, [](const auto& from, auto& st) {
                           if (st.via != transition::registration_lets_go || from.registrations[0].completion == 0)
                             return;
                           st.next.registrations[0].at = registration_phase::completed;
                         }));
  }

  void a_release_in_flight_is_caught() {
    const auto objects = variant("async-disposable", 0);
    const std::string clause = caught(async_disposable(objects[0]), objects, [](const auto&, auto& st) {
      if (st.via == transition::begin_disposal_async) st.next.released = 1;
    });
    CPPUNIT_ASSERT_EQUAL(std::string("DSP"), clause.substr(0, 3));
  }

  void a_bound_on_states_is_kept() {
    const auto objects = variant("async-result", 0);
    const exploration x =
        explore_pattern(async_result(objects), objects.size(), {2, 2, all_calls(objects)}, /*max_states=*/1000);
    CPPUNIT_ASSERT(!x.complete);
    CPPUNIT_ASSERT(!x.broken.has_value());
    CPPUNIT_ASSERT(x.states >= 1000 && x.states < 1100);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(exploring_patterns);

}  // namespace
}  // namespace selvage::model::test

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <string>
#include <string_view>
#include <thread>

#include "src/check/coverage/coverage.h"
#include "src/check/play/real_run.h"
#include "src/program/capabilities.h"
#include "src/program/generator.h"
#include "src/program/scenarios.h"

extern "C" const selvage_subject* selvage_subject_entry(void);

namespace selvage::stress {
namespace {

using check::violation_of;

/// Its table, compiled into the tests.
const selvage_subject& reference() noexcept { return *selvage_subject_entry(); }

const model::profile& strict() { return *model::profile_named("strict"); }

/// The programs that the engine explores, on real threads, with their histories held against the model.
class programs_stress : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(programs_stress);
  CPPUNIT_TEST(every_scenario_that_ends);
  CPPUNIT_TEST(one_that_does_not_end);
  CPPUNIT_TEST(generated_programs);
  CPPUNIT_TEST(no_object_goes_while_a_callback_uses_it);
  CPPUNIT_TEST(a_wrong_return_is_caught);
  CPPUNIT_TEST(a_missing_callback_is_caught);
  CPPUNIT_TEST(a_late_release_is_caught);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_scenario_that_ends() {
    unsigned played = 0;
    for (const auto& s : check::scenarios()) {
      const auto p = s.make();
      if (s.endless || check::may_block(p, strict())) continue;
      holds(std::string(s.name), p, 50);
      ++played;
    }
    CPPUNIT_ASSERT(played >= 80);
  }

  /// What fits into the record is judged.
  void one_that_does_not_end() {
    const auto* const endless = check::scenario_named("RegisterWaitForSingleObjectSample6");
    CPPUNIT_ASSERT(endless != nullptr && endless->endless);
    holds(std::string(endless->name), endless->make(), 5);
  }

  /// With a time for every wait, so that nothing blocks for want of a set.
  void generated_programs() {
    const check::capabilities can(reference());
    unsigned played = 0;
    for (std::uint64_t index = 0; index < 400; ++index) {
      auto p = check::generate_program(1, index, can);
      const auto limit = [](std::vector<check::program_operation>& operations) {
        for (auto& o : operations) {
          if (model::info(o.op).waits && o.timeout_ms < 0) o.timeout_ms = 1;
        }
      };
      for (auto& t : p.threads) limit(t);
      for (auto& o : p.objects) limit(o.callback);
      if (check::may_block(p, strict(), 20'000)) continue;
      holds("program " + std::to_string(index), p, 10);
      ++played;
    }
    CPPUNIT_ASSERT(played >= 100);
  }

  /// A callback that the program no longer waits for, and one that the record has no room for.
  void no_object_goes_while_a_callback_uses_it() {
    static std::atomic<int> inside, used;
    inside = used = 0;
    auto watched = *reference().registrations;
    watched.destroy = [](void* r) {
      if (inside != 0) used = 1;
      reference().registrations->destroy(r);
    };
    auto events = *reference().events;
    events.set = [](void* e) {
      ++inside;
      for (int i = 0; i < 20; ++i) std::this_thread::yield();
      const int result = reference().events->set(e);
      --inside;
      return result;
    };
    auto subject = reference();
    subject.registrations = &watched;
    subject.events = &events;
    const std::string callback =
        "object e0 manual-reset-event set\nobject r0 registration of e0 callback { set(e0) }\n";
    holds("ended by its thread", subject, check::parse_program(callback + "thread register_wait(r0); unregister(r0)\n"),
          2'000);
    holds("endless", subject, check::parse_program(callback + "thread register_wait(r0)\n"), 5);
    CPPUNIT_ASSERT_EQUAL(0, used.load());
  }

  void a_wrong_return_is_caught() {
    auto wrong = *reference().registrations;
    wrong.unregister = [](void* r, void* event) {
      const int said = reference().registrations->unregister(r, event);
      return said == 0 ? 1 : said;
    };
    caught("RegisterWaitForSingleObjectSample3", wrong, model::verdict::wrong_result, "REG-10");
  }

  void a_missing_callback_is_caught() {
    auto wrong = *reference().registrations;
    wrong.register_wait = [](void*) { return int{SELVAGE_OK}; };
    caught("register-once", wrong, model::verdict::missing_callback, "REG-04");
  }

  void a_late_release_is_caught() {
    auto wrong = *reference().events;
    wrong.close = [](void*) { return int{SELVAGE_OK}; };
    auto subject = reference();
    subject.events = &wrong;
    const auto found =
        violation_of(subject, check::parse_program("object e0 manual-reset-event\nthread close(e0)\n"), 1);
    CPPUNIT_ASSERT(found.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("missing-release"), std::string(model::name(found->verdict)));
  }

 private:
  static void holds(const std::string& name, const check::program& p, unsigned rounds) {
    holds(name, reference(), p, rounds);
  }

  static void holds(const std::string& name, const selvage_subject& subject, const check::program& p, unsigned rounds) {
    const auto found = violation_of(subject, p, rounds);
    CPPUNIT_ASSERT_MESSAGE(found ? name + ": " + found->text : name, !found);
  }

  static void caught(std::string_view scenario, const selvage_registration_functions& wrong, model::verdict v,
                     std::string_view clause) {
    auto subject = reference();
    subject.registrations = &wrong;
    const auto found =
        violation_of(subject, check::scenario_named(scenario)->make(), 20, std::chrono::milliseconds(200));
    CPPUNIT_ASSERT(found.has_value());
    CPPUNIT_ASSERT_EQUAL_MESSAGE(found->text, std::string(model::name(v)), std::string(model::name(found->verdict)));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(found->text, std::string(clause), found->clause);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(programs_stress);

}  // namespace
}  // namespace selvage::stress

#include "src/check/suite/liberties.h"

#include <cppunit/extensions/HelperMacros.h>

#include <bit>

#include "toy_subject.h"

namespace selvage::check {
namespace {

constexpr liberty_set a = 1;
constexpr liberty_set b = 2;
constexpr liberty_set c = 4;

class liberties_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(liberties_test);
  CPPUNIT_TEST(every_liberty_has_a_meaning_and_a_place);
  CPPUNIT_TEST(sets_come_by_size);
  CPPUNIT_TEST(smallest_sets_have_no_smaller_part);
  CPPUNIT_TEST(one_set_for_all);
  CPPUNIT_TEST(nothing_excuses_a_forgetful_event);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_liberty_has_a_meaning_and_a_place() {
    liberty_set seen = 0;
    for (const auto l : all_liberties()) {
      CPPUNIT_ASSERT(!meaning(l).empty());
      seen |= liberty_set{1} << static_cast<unsigned>(l);
    }
    for (const auto& p : model::profiles()) CPPUNIT_ASSERT_EQUAL(p.liberties, p.liberties & seen);
    CPPUNIT_ASSERT_EQUAL(std::string("missed_pulse, coalesced_sets"), names_of(a | c));
  }

  void sets_come_by_size() {
    const auto sets = all_liberty_sets();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1} << all_liberties().size(), sets.size());
    for (std::size_t i = 1; i < sets.size(); ++i) CPPUNIT_ASSERT(std::popcount(sets[i - 1]) <= std::popcount(sets[i]));
  }

  void smallest_sets_have_no_smaller_part() {
    const auto either = [](liberty_set s) { return (s & a) != 0 || (s & (b | c)) == (b | c); };
    CPPUNIT_ASSERT(smallest_sets(either) == (std::vector<liberty_set>{a, b | c}));
    CPPUNIT_ASSERT(smallest_sets([](liberty_set) { return true; }) == std::vector<liberty_set>{0});
    CPPUNIT_ASSERT(smallest_sets([](liberty_set) { return false; }).empty());
  }

  void one_set_for_all() {
    using wanted = std::vector<std::vector<liberty_set>>;
    CPPUNIT_ASSERT_EQUAL(liberty_set{0}, smallest_for_all(wanted{}));
    CPPUNIT_ASSERT_EQUAL(b, smallest_for_all(wanted{{a, b}, {b, c}, {}}));
    CPPUNIT_ASSERT_EQUAL(a | c, smallest_for_all(wanted{{a}, {b, c}, {a, b}, {c}}));
  }

  void nothing_excuses_a_forgetful_event() {
    const auto s = test::forgetful_event();
    const auto p = parse_program("object a0 auto-reset-event\nthread wait(a0)\nthread set(a0)\n");
    campaign_options o;
    o.executions = 200;
    const auto found = run_campaign(s, p, o);
    CPPUNIT_ASSERT(!found.violations.empty());
    CPPUNIT_ASSERT(explaining_liberties(s, p, found.violations.front(), o.how.engine).empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(liberties_test);

}  // namespace
}  // namespace selvage::check

#include "src/report/timeline/drawing.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <stdexcept>

#include "tests/unit/report/sample.h"

namespace selvage::report {
namespace {

class timeline_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(timeline_test);
  CPPUNIT_TEST(a_lock_that_is_free_is_one_row);
  CPPUNIT_TEST(says_who_holds_and_who_waits);
  CPPUNIT_TEST(draws_what_happens_before);
  CPPUNIT_TEST(relaxed_reads_order_nothing);
  CPPUNIT_TEST(marks_switches_and_preemptions);
  CPPUNIT_TEST(marks_what_a_finding_rests_on);
  CPPUNIT_TEST(an_execution_that_holds_fails_nowhere);
  CPPUNIT_TEST(tells_an_ending_without_a_step);
  CPPUNIT_TEST(a_recording_survives_its_text);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_lock_that_is_free_is_one_row() {
    const auto t = draw(sample(), "data-race", nullptr);
    CPPUNIT_ASSERT_EQUAL(std::size_t{9}, t.rows.size());
    CPPUNIT_ASSERT_EQUAL(std::string("locks mutex 1"), t.rows[1].text);
    CPPUNIT_ASSERT_EQUAL(std::string("waits for mutex 1"), t.rows[2].text);
    CPPUNIT_ASSERT_EQUAL(std::string("0 → 1 release"), t.rows[3].value);
  }

  void says_who_holds_and_who_waits() {
    const auto t = draw(sample(), "data-race", nullptr);
    CPPUNIT_ASSERT(has(t, timeline::span_kind::owns, 1, 1, 4));
    CPPUNIT_ASSERT(has(t, timeline::span_kind::owns, 0, 6, 8));
    CPPUNIT_ASSERT(has(t, timeline::span_kind::waits, 0, 2, 6));
    CPPUNIT_ASSERT(has(t, timeline::span_kind::life, 1, 0, 5));
    CPPUNIT_ASSERT(has(t, timeline::span_kind::life, 0, 0, 8));
  }

  void draws_what_happens_before() {
    const auto t = draw(sample(), "data-race", nullptr);
    CPPUNIT_ASSERT(has(t, timeline::arrow_kind::orders, 0, 1));
    CPPUNIT_ASSERT(has(t, timeline::arrow_kind::orders, 4, 6));
    CPPUNIT_ASSERT(has(t, timeline::arrow_kind::orders, 3, 7));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, t.arrows.size());
  }

  void relaxed_reads_order_nothing() {
    auto r = sample();
    r.steps[8].how = __ATOMIC_RELAXED;
    const auto t = draw(r, "data-race", nullptr);
    CPPUNIT_ASSERT(has(t, timeline::arrow_kind::reads, 3, 7));
    CPPUNIT_ASSERT(!has(t, timeline::arrow_kind::orders, 3, 7));
  }

  void marks_switches_and_preemptions() {
    const auto t = draw(sample(), "data-race", nullptr);
    const std::vector<bool> switches{false, true, true, true, false, false, true, false, false};
    for (std::size_t i = 0; i < switches.size(); ++i) {
      CPPUNIT_ASSERT_EQUAL(bool(switches[i]), t.rows[i].switches);
      CPPUNIT_ASSERT_EQUAL(i == 2, t.rows[i].preempts);
    }
  }

  void marks_what_a_finding_rests_on() {
    const auto t = draw(sample(), "data-race", nullptr);
    CPPUNIT_ASSERT_EQUAL(std::uint32_t{8}, t.failing_row());
    CPPUNIT_ASSERT_EQUAL(std::string("write of 4 bytes by main"), t.rows[8].remark);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, t.notes.size());
  }

  void an_execution_that_holds_fails_nowhere() {
    auto r = sample();
    r.findings.clear();
    CPPUNIT_ASSERT_EQUAL(timeline::none, draw(r, "holds", nullptr).failing_row());
  }

  void tells_an_ending_without_a_step() {
    auto r = sample();
    r.findings.clear();
    r.ending = "deadlock";
    r.message = "nothing can move";
    r.stuck = {"main: lock on mutex 1"};
    const auto t = draw(r, "deadlock", nullptr);
    CPPUNIT_ASSERT(t.rows.back().kind == timeline::row_kind::rule);
    CPPUNIT_ASSERT_EQUAL(std::string("main: lock on mutex 1"), t.rows.back().value);
    CPPUNIT_ASSERT_EQUAL(std::size_t{9}, std::size_t{t.failing_row()});
  }

  void a_recording_survives_its_text() {
    const auto text = record::to_json(sample());
    CPPUNIT_ASSERT_EQUAL(text, record::to_json(record::recording_from_json(text)));
    auto broken = sample();
    broken.steps[0].object = 17;
    CPPUNIT_ASSERT_THROW(static_cast<void>(record::recording_from_json(record::to_json(broken))),
                         std::invalid_argument);
  }

 private:
  static bool has(const timeline& t, timeline::span_kind k, std::uint32_t lane, std::uint32_t first,
                  std::uint32_t last) {
    return std::ranges::any_of(
        t.spans, [&](const auto& s) { return s.kind == k && s.lane == lane && s.first == first && s.last == last; });
  }
  static bool has(const timeline& t, timeline::arrow_kind k, std::uint32_t from, std::uint32_t to) {
    return std::ranges::any_of(t.arrows, [&](const auto& a) { return a.kind == k && a.from == from && a.to == to; });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(timeline_test);

}  // namespace
}  // namespace selvage::report

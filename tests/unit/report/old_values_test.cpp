// How a load that read an old value is shown: in its row, by an arrow from what it missed, and in the trace.

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "src/report/timeline/drawing.h"
#include "src/report/timeline/html_timeline.h"
#include "src/report/timeline/perfetto_trace.h"
#include "tests/unit/report/sample.h"

namespace selvage::report {
namespace {

using record::act;
using record::step;

/// main.0 stores 1 with release and 2, both to `flag`; main loads what `newer` says with acquire, and fails.
record::recording sample_with(std::uint32_t newer) {
  record::recording r;
  r.threads = {{"main", engine::no_thread}, {"main.0", 0}};
  r.objects = {{"memory", "flag"}};
  r.steps.resize(6);
  r.steps[0].what = act::starts;
  r.steps[0].thread = 0;
  r.steps[0].other = 1;
  const auto access = [&r](std::size_t at, act what, engine::thread_id thread, int order, std::uint64_t before,
                           std::uint64_t after) {
    step& s = r.steps[at];
    s.what = what;
    s.thread = thread;
    s.object = 0;
    s.how = static_cast<std::uint8_t>(order);
    s.values = changes_memory(what) ? 2 : 1;
    s.value = {before, after};
  };
  access(1, act::writes, 0, 0, 7, 0);
  access(2, act::stores, 1, __ATOMIC_RELEASE, 0, 1);
  access(3, act::updates, 1, __ATOMIC_RELAXED, 1, 2);
  access(4, act::loads, 0, __ATOMIC_ACQUIRE, 2 - newer, 0);
  r.steps[4].newer = newer;
  if (newer != 0) r.steps[4].missed = 4 - newer;
  r.steps[5].what = act::stops;
  r.steps[5].thread = 0;
  r.ending = "stopped";
  return r;
}

std::vector<std::uint32_t> arrows_to(const timeline& t, timeline::arrow_kind k, std::uint32_t to) {
  std::vector<std::uint32_t> from;
  for (const auto& a : t.arrows)
    if (a.kind == k && a.to == to) from.push_back(a.from);
  return from;
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++n;
  return n;
}

class old_values_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(old_values_test);
  CPPUNIT_TEST(the_newest_value_is_nothing_to_mark);
  CPPUNIT_TEST(names_what_was_missed_and_points_at_it);
  CPPUNIT_TEST(the_first_that_was_missed_is_named);
  CPPUNIT_TEST(what_was_missed_may_be_unknown);
  CPPUNIT_TEST(a_failure_rests_on_it);
  CPPUNIT_TEST(a_page_marks_it);
  CPPUNIT_TEST(a_trace_tells_it);
  CPPUNIT_TEST(survives_its_text);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_newest_value_is_nothing_to_mark() {
    const auto t = draw(sample_with(0), "assertion", nullptr);
    for (const auto& row : t.rows) {
      CPPUNIT_ASSERT_EQUAL(std::uint32_t{0}, row.newer);
      CPPUNIT_ASSERT_EQUAL(std::string(), row.old);
      CPPUNIT_ASSERT_EQUAL(std::string(), row.remark);
    }
    CPPUNIT_ASSERT(arrows_to(t, timeline::arrow_kind::misses, 4).empty());
    // The update goes on with the release sequence.
    CPPUNIT_ASSERT(arrows_to(t, timeline::arrow_kind::orders, 4) == std::vector<std::uint32_t>{3});
    for (const auto* mark : {"class=\"newer\"", "data-w=", "data-key=\"v\"", "old values"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(mark, std::size_t{0}, count(to_html(t), mark));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, count(to_perfetto(t), "old"));
  }

  void names_what_was_missed_and_points_at_it() {
    const auto t = draw(sample_with(1), "assertion", nullptr);
    CPPUNIT_ASSERT_EQUAL(std::string("an old value: main.0's update to 2 (step 4) is newer"), t.rows[4].old);
    CPPUNIT_ASSERT_EQUAL(std::string("1 acquire"), t.rows[4].value);
    CPPUNIT_ASSERT(arrows_to(t, timeline::arrow_kind::misses, 4) == std::vector<std::uint32_t>{3});
    CPPUNIT_ASSERT(arrows_to(t, timeline::arrow_kind::orders, 4) == std::vector<std::uint32_t>{2});
  }

  void the_first_that_was_missed_is_named() {
    const auto t = draw(sample_with(2), "assertion", nullptr);
    CPPUNIT_ASSERT_EQUAL(std::string("an old value: main.0's store of 1 (step 3) is newer, and 1 after it"),
                         t.rows[4].old);
    CPPUNIT_ASSERT_EQUAL(std::string("0 acquire"), t.rows[4].value);
    CPPUNIT_ASSERT(arrows_to(t, timeline::arrow_kind::misses, 4) == std::vector<std::uint32_t>{2});
    CPPUNIT_ASSERT(arrows_to(t, timeline::arrow_kind::orders, 4).empty());
    CPPUNIT_ASSERT(arrows_to(t, timeline::arrow_kind::reads, 4).empty());
  }

  void what_was_missed_may_be_unknown() {
    auto r = sample_with(2);
    r.steps[4].missed = step::none;
    const auto t = draw(r, "assertion", nullptr);
    CPPUNIT_ASSERT_EQUAL(std::string("an old value: 2 are newer"), t.rows[4].old);
    CPPUNIT_ASSERT(arrows_to(t, timeline::arrow_kind::misses, 4).empty());
  }

  void a_failure_rests_on_it() {
    auto r = sample_with(1);
    r.steps[3].event = 3;
    r.steps[4].event = 4;
    r.findings = {{"", "an old value", {{4, "a read"}, {3, "a write"}}}};
    const auto t = draw(r, "assertion", nullptr);
    for (const unsigned row : {3U, 4U}) CPPUNIT_ASSERT(t.rows[row].involved);
    CPPUNIT_ASSERT(!t.rows[2].involved);
    CPPUNIT_ASSERT_EQUAL(std::string("main misses it"), t.rows[3].remark);
    CPPUNIT_ASSERT_EQUAL(std::string(), t.rows[4].remark);
    r.findings[0].verdict = "data-race";
    const auto race = draw(r, "data-race", nullptr);
    CPPUNIT_ASSERT_EQUAL(std::string("a write"), race.rows[3].remark);
    CPPUNIT_ASSERT_EQUAL(std::string("a read"), race.rows[4].remark);
    CPPUNIT_ASSERT(!draw(sample_with(1), "holds", nullptr).rows[4].involved);
  }

  void a_page_marks_it() {
    const auto page = to_html(draw(sample_with(2), "assertion", nullptr));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(page, "<span class=\"newer\""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(page, ">old: 2 newer</span>"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(page, " old\" id=\"s5\""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(page, "data-w=\"an old value: main.0's store of 1 (step 3)"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(page, R"(["misses",2,4])"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(page, "data-key=\"v\""));
  }

  void a_trace_tells_it() {
    const auto events =
        nlohmann::json::parse(to_perfetto(draw(sample_with(1), "assertion", nullptr))).at("traceEvents");
    const auto slice =
        std::ranges::find_if(events, [](const auto& e) { return e.at("name") == "reads flag (old: 1 newer)"; });
    CPPUNIT_ASSERT(slice != events.end());
    CPPUNIT_ASSERT_EQUAL(std::string("an old value: main.0's update to 2 (step 4) is newer"),
                         slice->at("args").at("read").get<std::string>());
    std::vector<int> tracks;
    for (const auto& e : events)
      if (e.at("name") == "missed by") tracks.push_back(e.at("tid"));
    CPPUNIT_ASSERT(tracks == (std::vector<int>{2, 1}));
  }

  void survives_its_text() {
    const auto read = record::recording_from_json(record::to_json(sample_with(2))).steps[4];
    CPPUNIT_ASSERT_EQUAL(std::uint32_t{2}, read.newer);
    CPPUNIT_ASSERT_EQUAL(std::uint32_t{2}, read.missed);
    auto broken = sample_with(2);
    broken.steps[4].missed = 4;
    CPPUNIT_ASSERT_THROW(static_cast<void>(record::recording_from_json(record::to_json(broken))),
                         std::invalid_argument);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(old_values_test);

}  // namespace
}  // namespace selvage::report

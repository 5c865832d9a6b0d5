#include "src/report/timeline/perfetto_trace.h"

#include <cppunit/extensions/HelperMacros.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "src/report/timeline/drawing.h"
#include "tests/unit/report/sample.h"

namespace selvage::report {
namespace {

using nlohmann::json;
using record::act;

/// `sample`, with a wait that a wake-up ends.
record::recording with_a_wake_up() {
  auto r = sample();
  record::step s;
  s.what = act::sleeps;
  s.thread = 1;
  s.object = 0;
  r.steps.insert(r.steps.begin() + 1, s);
  s.what = act::wakes;
  s.thread = 0;
  s.other = 1;
  s.object = record::step::none;
  r.steps.insert(r.steps.begin() + 2, s);
  return r;
}

class perfetto_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(perfetto_test);
  CPPUNIT_TEST(every_lane_is_a_named_track);
  CPPUNIT_TEST(slices_of_a_track_nest);
  CPPUNIT_TEST(arrows_begin_and_end_in_slices);
  CPPUNIT_TEST(what_is_held_begins_and_ends);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_lane_is_a_named_track() {
    std::set<std::string> names;
    for (const auto& e : events())
      if (e.at("name") == "thread_name") names.insert(e.at("args").at("name").get<std::string>());
    CPPUNIT_ASSERT(names == (std::set<std::string>{"main", "main.0"}));
  }

  void slices_of_a_track_nest() {
    std::map<int, std::vector<std::pair<long, long>>> tracks;
    for (const auto& e : events())
      if (e.at("ph") == "X")
        tracks[e.at("tid")].emplace_back(e.at("ts"), e.at("ts").get<long>() + e.at("dur").get<long>());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, tracks.size());
    for (const auto& [id, slices] : tracks) {
      for (const auto& a : slices) {
        CPPUNIT_ASSERT(a.first < a.second);
        for (const auto& b : slices)
          CPPUNIT_ASSERT(a.second <= b.first || b.second <= a.first || (a.first <= b.first && b.second <= a.second) ||
                         (b.first <= a.first && a.second <= b.second));
      }
    }
  }

  void arrows_begin_and_end_in_slices() {
    const auto all = events();
    std::map<int, std::vector<json>> flows;
    for (const auto& e : all)
      if (e.at("ph") == "s" || e.at("ph") == "f") flows[e.at("id")].push_back(e);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, flows.size());
    for (const auto& [id, ends] : flows) {
      CPPUNIT_ASSERT_EQUAL(std::size_t{2}, ends.size());
      CPPUNIT_ASSERT(ends[0].at("tid") != ends[1].at("tid"));
      CPPUNIT_ASSERT(ends[0].at("ts") < ends[1].at("ts"));
      for (const auto& end : ends) CPPUNIT_ASSERT(inside_a_slice(all, end));
    }
  }

  void what_is_held_begins_and_ends() {
    int open = 0;
    int pairs = 0;
    for (const auto& e : events()) {
      if (e.at("ph") == "b") ++open, ++pairs;
      if (e.at("ph") == "e") --open;
    }
    CPPUNIT_ASSERT_EQUAL(0, open);
    CPPUNIT_ASSERT_EQUAL(2, pairs);
  }

 private:
  static json events() {
    return json::parse(to_perfetto(draw(with_a_wake_up(), "data-race", nullptr))).at("traceEvents");
  }

  static bool inside_a_slice(const json& all, const json& end) {
    for (const auto& e : all)
      if (e.at("ph") == "X" && e.at("tid") == end.at("tid") && e.at("ts") <= end.at("ts") &&
          end.at("ts") <= e.at("ts").get<long>() + e.at("dur").get<long>())
        return true;
    return false;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(perfetto_test);

}  // namespace
}  // namespace selvage::report

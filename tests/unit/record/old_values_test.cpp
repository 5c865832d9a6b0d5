// What the recorder writes down of loads that read an old value, in executions of litmus tests.

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <set>
#include <string>

#include "src/order/weak_memory.h"
#include "src/record/recorder.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
using record::act;
using record::recording;
using record::step;

std::string in_words(const char* name, const recording& r, std::size_t at) {
  std::string text = std::string(name) + ", step " + std::to_string(at) + " of";
  for (const step& s : r.steps)
    if (touches_memory(s.what))
      text += "\n  " + std::to_string(&s - r.steps.data()) + ": thread " + std::to_string(s.thread) + " act " +
              std::to_string(static_cast<int>(s.what)) + ' ' + r.objects[s.object].name + ' ' +
              std::to_string(s.value[0]) + ' ' + std::to_string(s.value[1]);
  return text;
}

/// The values that the object of step `at` had before it, the newest first: what changed it, and the value.
std::vector<std::pair<std::uint32_t, std::uint64_t>> values_before(const recording& r, std::size_t at) {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> all;
  for (std::size_t i = at; i-- != 0;)
    if (r.steps[i].object == r.steps[at].object && changes_memory(r.steps[i].what))
      all.emplace_back(static_cast<std::uint32_t>(i), r.steps[i].value[1]);
  return all;
}

struct seen {
  std::size_t old{};              ///< loads of an old value, in all executions
  std::set<std::uint32_t> newer;  ///< how many values were newer
  std::size_t reported{};         ///< executions that reported what was asked for
};

/// Holds every step of the first executions of a program against what was written before it. `asked_for` is reported.
seen explore(const char* name, engine::memory_model* model, std::uint64_t executions, long asked_for) {
  record::recorder recorder(nullptr, nullptr);
  engine::settings settings;
  settings.model = model;
  settings.watch = &recorder;
  const auto strategy = programs::make({.strategy = "random"});
  seen result;
  for (std::uint64_t i = 0; i < executions; ++i) {
    const auto one = programs::run_one(name, *strategy, i, settings);
    const auto r = record::recording_from_json(record::to_json(recorder.take(one.execution)));
    if (one.result == asked_for) ++result.reported;
    for (std::size_t k = 0; k < r.steps.size(); ++k) {
      const step& s = r.steps[k];
      if (s.what != act::loads) {
        CPPUNIT_ASSERT_EQUAL(std::uint32_t{0}, s.newer);
        CPPUNIT_ASSERT_EQUAL(step::none, s.missed);
        continue;
      }
      const auto before = values_before(r, k);
      const auto words = in_words(name, r, k);
      CPPUNIT_ASSERT_MESSAGE(words, before.size() > s.newer);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(words, before[s.newer].second, s.value[0]);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(words, s.newer == 0 ? step::none : before[s.newer - 1].first, s.missed);
      if (s.newer == 0) continue;
      CPPUNIT_ASSERT_MESSAGE(words, r.steps[s.missed].thread != s.thread);
      ++result.old;
      result.newer.insert(s.newer);
    }
  }
  return result;
}

class old_values_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(old_values_test);
  CPPUNIT_TEST(names_the_oldest_write_that_was_missed);
  CPPUNIT_TEST(a_failed_exchange_reads_an_old_value);
  CPPUNIT_TEST(there_are_none_without_a_memory_model);
  CPPUNIT_TEST_SUITE_END();

 public:
  void names_the_oldest_write_that_was_missed() {
    order::weak_memory memory;
    const auto s = explore("litmus_coherence", &memory, 20, 1);
    CPPUNIT_ASSERT(s.old != 0);
    CPPUNIT_ASSERT(s.newer == (std::set<std::uint32_t>{1, 2}));
    CPPUNIT_ASSERT(explore("litmus_mp_relaxed", &memory, 20, 10).reported != 0);
  }

  void a_failed_exchange_reads_an_old_value() {
    order::weak_memory memory;
    const auto s = explore("litmus_failed_exchange", &memory, 20, 10);
    CPPUNIT_ASSERT(s.reported != 0);
    CPPUNIT_ASSERT(s.old >= s.reported);
  }

  void there_are_none_without_a_memory_model() {
    for (const auto* name : {"litmus_coherence", "litmus_mp_relaxed", "litmus_failed_exchange"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::size_t{0}, explore(name, nullptr, 5, 0).old);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(old_values_test);

}  // namespace

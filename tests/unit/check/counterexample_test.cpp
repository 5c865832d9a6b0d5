#include "src/check/suite/counterexample.h"

#include <cppunit/extensions/HelperMacros.h>

#include "src/program/scenarios.h"

namespace selvage::check {
namespace {

class counterexample_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(counterexample_test);
  CPPUNIT_TEST(reads_what_it_writes);
  CPPUNIT_TEST(every_cut_is_noticed);
  CPPUNIT_TEST(every_changed_byte_is_noticed);
  CPPUNIT_TEST(names_other_versions_and_empty_files);
  CPPUNIT_TEST_SUITE_END();

  static counterexample example() {
    counterexample c;
    c.tool = "selvage test";
    c.subject = "textbook";
    c.profile = "strict";
    c.origin = "set-reset";
    c.what = scenario_named("set-reset")->make();
    c.how.seed = 7;
    c.how.engine.spurious = true;
    c.how.engine.heap = engine::heap_mode::quarantine;
    c.how.watched = {"all", 1, false};
    c.execution = 12;
    c.choices = parse_schedule("main.0*3 draw:1 main.1*2");
    c.verdict = model::verdict::lost_wakeup;
    c.clause = "EVT-08";
    c.text = "A sentence.";
    c.detail = "two\nlines";
    c.history = "      T0\n   1  wait(e0)\n\n   2  set(e0)\n";
    return c;
  }

  static std::string error_of(const std::string& text) {
    try {
      static_cast<void>(parse_counterexample(text));
    } catch (const counterexample_error& e) {
      return e.what();
    }
    return "no error";
  }

 public:
  void reads_what_it_writes() {
    const auto c = example();
    const auto back = parse_counterexample(to_text(c));
    CPPUNIT_ASSERT_EQUAL(c.subject, back.subject);
    CPPUNIT_ASSERT_EQUAL(c.origin, back.origin);
    CPPUNIT_ASSERT(c.what == back.what);
    CPPUNIT_ASSERT(c.how == back.how);
    CPPUNIT_ASSERT(c.choices == back.choices);
    CPPUNIT_ASSERT_EQUAL(c.execution, back.execution);
    CPPUNIT_ASSERT(c.verdict == back.verdict);
    CPPUNIT_ASSERT_EQUAL(c.clause, back.clause);
    CPPUNIT_ASSERT_EQUAL(std::string("two lines"), back.detail);
  }

  void every_cut_is_noticed() {
    const auto text = to_text(example());
    for (std::size_t n = 0; n < text.size(); ++n) {
      CPPUNIT_ASSERT_THROW(static_cast<void>(parse_counterexample(text.substr(0, n))), counterexample_error);
    }
  }

  void every_changed_byte_is_noticed() {
    const auto text = to_text(example());
    for (std::size_t n = 0; n < text.size(); ++n) {
      auto changed = text;
      changed[n] = changed[n] == 'x' ? 'y' : 'x';
      CPPUNIT_ASSERT_THROW(static_cast<void>(parse_counterexample(changed)), counterexample_error);
    }
  }

  void names_other_versions_and_empty_files() {
    CPPUNIT_ASSERT_EQUAL(std::string("is empty"), error_of(" \n"));
    auto text = to_text(example());
    text.replace(text.find(" 1\n"), 3, " 9\n");
    CPPUNIT_ASSERT(error_of(text).find("format version '9', this tool reads version 1") != std::string::npos);
    CPPUNIT_ASSERT(error_of("hello\n").find("is no counterexample") != std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(counterexample_test);

}  // namespace
}  // namespace selvage::check

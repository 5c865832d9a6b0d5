#include "src/program/program.h"

#include <cppunit/extensions/HelperMacros.h>

#include "src/program/generator.h"
#include "src/program/scenarios.h"
#include "src/program/smaller_programs.h"

namespace selvage::check {
namespace {

class program_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(program_test);
  CPPUNIT_TEST(reads_what_it_writes);
  CPPUNIT_TEST(scenarios_round_trip);
  CPPUNIT_TEST(names_line_and_column);
  CPPUNIT_TEST(joins_components);
  CPPUNIT_TEST(smaller_programs_are_smaller_and_whole);
  CPPUNIT_TEST_SUITE_END();

  static std::string error_of(const char* text) {
    try {
      static_cast<void>(parse_program(text));
    } catch (const program_error& e) {
      return e.what();
    }
    return "no error";
  }

 public:
  void reads_what_it_writes() {
    const std::string text =
        "object e0 manual-reset-event set\n"
        "object a1 auto-reset-event\n"
        "object d2 duplicate of a1\n"
        "object h3 safe-handle borrowed invalid\n"
        "thread wait_any(e0, d2, 10ms); close(e0)\n"
        "thread signal_and_wait(a1, e0); wait(a1, 0ms); add_ref(h3)\n";
    const auto p = parse_program(text);
    CPPUNIT_ASSERT_EQUAL(text, to_text(p));
    CPPUNIT_ASSERT_EQUAL(std::string("wait_any(e0, d2, 10ms); close(e0) || signal_and_wait(a1, e0); wait(a1, 0ms); "
                                     "add_ref(h3)"),
                         to_short_text(p));
  }

  void scenarios_round_trip() {
    CPPUNIT_ASSERT(!scenarios().empty());
    for (const auto& s : scenarios()) CPPUNIT_ASSERT_EQUAL(std::string(s.text), to_text(s.make()));
  }

  void names_line_and_column() {
    CPPUNIT_ASSERT_EQUAL(std::string("line 2, column 8: unknown operation 'wiat'"),
                         error_of("object e0 manual-reset-event\nthread wiat(e0)\n"));
    CPPUNIT_ASSERT_EQUAL(std::string("line 2, column 13: there is no object 'e1'"),
                         error_of("object e0 manual-reset-event\nthread wait(e1)\n"));
    CPPUNIT_ASSERT_EQUAL(std::string("line 1, column 1: expected 'object' or 'thread', found 'objct'"),
                         error_of("objct e0 manual-reset-event\n"));
    CPPUNIT_ASSERT(error_of("object e0 manual-reset-event\n").find("at least one thread") != std::string::npos);
    CPPUNIT_ASSERT(error_of("object h safe-handle\nthread set(h)\n").find("does not apply to 'h'") !=
                   std::string::npos);
    std::string five = "object a auto-reset-event\nobject r registration of a once\n";
    for (int i = 0; i < 5; ++i) five += "thread set(a)\n";
    CPPUNIT_ASSERT_EQUAL(std::string("line 7, column 1: a program whose objects call back has at most 4 threads"),
                         error_of(five.c_str()));
    CPPUNIT_ASSERT(error_of("object e manual-reset-event\nthread set(e, 5ms)\n").find("no timeout") !=
                   std::string::npos);
    CPPUNIT_ASSERT(error_of("object e manual-reset-event\nthread wait(e, 5s)\n").find("5s") != std::string::npos);
  }

  void joins_components() {
    const auto p = parse_program(
        "object a manual-reset-event\nobject b manual-reset-event\nobject c manual-reset-event\n"
        "object d duplicate of c\nthread wait_any(a, b)\nthread set(c)\n");
    const std::vector<std::uint8_t> expected = {0, 0, 2, 2};
    CPPUNIT_ASSERT(expected == components(p));
  }

  void smaller_programs_are_smaller_and_whole() {
    const auto p = scenario_named("wait-any-auto")->make();
    const auto all = smaller_programs(p);
    CPPUNIT_ASSERT(!all.empty());
    for (const auto& q : all) {
      CPPUNIT_ASSERT(q != p);
      CPPUNIT_ASSERT(parse_program(to_text(q)) == q);
      CPPUNIT_ASSERT(q.operation_count() <= p.operation_count());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(program_test);

}  // namespace
}  // namespace selvage::check

#include "src/explore/schedule.h"

#include <cppunit/extensions/HelperMacros.h>

namespace selvage::check {
namespace {

class schedule_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(schedule_test);
  CPPUNIT_TEST(reads_what_it_writes);
  CPPUNIT_TEST(wraps_lines);
  CPPUNIT_TEST(refuses_what_is_no_item);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_what_it_writes() {
    const std::string text = "main*2 main.0*7 draw:1 main.1 main.1.0*3";
    const auto s = parse_schedule(text);
    CPPUNIT_ASSERT_EQUAL(std::size_t{14}, s.steps.size());
    CPPUNIT_ASSERT_EQUAL(text, to_text(s));
    CPPUNIT_ASSERT(parse_schedule(to_text(s)) == s);
  }

  void wraps_lines() {
    const auto s = parse_schedule("main main.0 main main.0 main main.0");
    const auto text = to_text(s, 12);
    CPPUNIT_ASSERT(text.find('\n') != std::string::npos);
    CPPUNIT_ASSERT(parse_schedule(text) == s);
  }

  void refuses_what_is_no_item() {
    for (const auto* const bad :
         {"mian", "main*", "main*x", "main.", "main..0", "draw:", "draw:x", "draw:99999", "main*99999999"}) {
      CPPUNIT_ASSERT_THROW_MESSAGE(bad, static_cast<void>(parse_schedule(bad)), schedule_error);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(schedule_test);

}  // namespace
}  // namespace selvage::check

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <string>

#include "model/catalogue.h"

namespace selvage::model::test {
namespace {

class drawings : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(drawings);
  CPPUNIT_TEST(every_machine_is_small_enough_to_read);
  CPPUNIT_TEST(the_event_shows_its_rules);
  CPPUNIT_TEST(interruptions_show_only_with_the_liberty);
  CPPUNIT_TEST(the_same_drawing_every_time);
  CPPUNIT_TEST_SUITE_END();

  static std::string draw(const char* machine, const char* profile = "strict") {
    return to_dot(*machine_named(machine), *profile_named(profile));
  }

  void every_machine_is_small_enough_to_read() {
    for (const machine_entry& e : machines()) {
      const std::string dot = to_dot(e, *profile_named("strict"));
      CPPUNIT_ASSERT(dot.starts_with("digraph \"" + std::string(e.name)));
      CPPUNIT_ASSERT(dot.ends_with("}\n"));
      const auto lines = std::ranges::count(dot, '\n');
      CPPUNIT_ASSERT_MESSAGE(std::string(e.name), lines > 5 && lines < 90);
      CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{0}, std::ranges::count(dot, '"') % 2);
    }
  }

  void the_event_shows_its_rules() {
    const std::string manual = draw("manual-reset-event");
    CPPUNIT_ASSERT(manual.find("set: releases 2") != std::string::npos);
    CPPUNIT_ASSERT(manual.find("unset, disposed\\n1 waiting") != std::string::npos);
    const std::string automatic = draw("auto-reset-event");
    CPPUNIT_ASSERT(automatic.find("set: releases 1") != std::string::npos);
    CPPUNIT_ASSERT(automatic.find("releases 2") == std::string::npos);
    const std::string handle = draw("safe-handle");
    for (const char* word :
         {"word 4", "word 8", "word 6", "word 10", "word 3", "word 1", "word 5", "word 9", "word 7"}) {
      CPPUNIT_ASSERT_MESSAGE(word, handle.find(word) != std::string::npos);
    }
  }

  void interruptions_show_only_with_the_liberty() {
    CPPUNIT_ASSERT(draw("manual-reset-event").find("interrupted") == std::string::npos);
    CPPUNIT_ASSERT(draw("manual-reset-event", "win32").find("interrupted") != std::string::npos);
  }

  void the_same_drawing_every_time() { CPPUNIT_ASSERT_EQUAL(draw("wait-multiple"), draw("wait-multiple")); }
};
CPPUNIT_TEST_SUITE_REGISTRATION(drawings);

}  // namespace
}  // namespace selvage::model::test

#include "src/verdict/verdict.h"

#include <cppunit/extensions/HelperMacros.h>

#include <set>
#include <string>

namespace selvage::model::test {
namespace {

class verdict_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(verdict_test);
  CPPUNIT_TEST(verdicts_have_distinct_names_that_lead_back);
  CPPUNIT_TEST_SUITE_END();

  void verdicts_have_distinct_names_that_lead_back() {
    std::set<std::string_view> seen;
    for (int i = 0; i <= static_cast<int>(verdict::nondeterminism); ++i) {
      const auto v = static_cast<verdict>(i);
      CPPUNIT_ASSERT(seen.insert(name(v)).second);
      CPPUNIT_ASSERT(verdict_named(name(v)) == v);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("lost-wakeup"), std::string(name(verdict::lost_wakeup)));
    CPPUNIT_ASSERT_EQUAL(std::string("data-race"), std::string(name(verdict::data_race)));
    CPPUNIT_ASSERT(!verdict_named("lost_wakeup").has_value());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(verdict_test);

}  // namespace
}  // namespace selvage::model::test

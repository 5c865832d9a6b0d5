#include "src/program/object_names.h"

#include <cppunit/extensions/HelperMacros.h>

namespace selvage::check {
namespace {

class object_names_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(object_names_test);
  CPPUNIT_TEST(numbers_of_objects_become_names);
  CPPUNIT_TEST(other_numbers_stay);
  CPPUNIT_TEST_SUITE_END();

  const program p_ = parse_program("object e0 manual-reset-event\nobject ready auto-reset-event\nthread wait(e0)\n");

 public:
  void numbers_of_objects_become_names() {
    CPPUNIT_ASSERT_EQUAL(std::string("thread 0: wait(e0) never returned"),
                         with_names("thread 0: wait(0) never returned", p_));
    CPPUNIT_ASSERT_EQUAL(std::string("wait_any(e0, ready) released the resource of ready; e0: set"),
                         with_names("wait_any(0, 1) released the resource of object 1; object 0: set", p_));
  }

  void other_numbers_stay() {
    for (const auto* const text : {"object 7: set", "wait(?)", "thread 1: 2 references", "wait_any()", "f(0)", ""})
      CPPUNIT_ASSERT_EQUAL(std::string(text), with_names(text, p_));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(object_names_test);

}  // namespace
}  // namespace selvage::check

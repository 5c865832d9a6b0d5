#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "model/machine.h"
#include "model/profile.h"

namespace selvage::model::test {
namespace {

class names : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(names);
  CPPUNIT_TEST(profiles_by_name);
  CPPUNIT_TEST(operations_and_results);
  CPPUNIT_TEST_SUITE_END();

  void profiles_by_name() {
    CPPUNIT_ASSERT_EQUAL(std::string("strict"), std::string(profiles().front().name));
    CPPUNIT_ASSERT_EQUAL(0U, profile_named("strict")->liberties);
    CPPUNIT_ASSERT_EQUAL(0U, profile_named("dotnet")->liberties);
    CPPUNIT_ASSERT(profile_named("win32")->allows(liberty::missed_pulse));
    CPPUNIT_ASSERT(profile_named("win32")->allows(liberty::missed_set_reset));
    CPPUNIT_ASSERT(!profile_named("win32")->allows(liberty::coalesced_sets));
    CPPUNIT_ASSERT(profile_named("win32")->allows(liberty::unheld_waits));
    CPPUNIT_ASSERT(!profile_named("mono")->allows(liberty::unheld_waits));
    CPPUNIT_ASSERT(profile_named("mono")->allows(liberty::coalesced_sets));
    CPPUNIT_ASSERT(profile_named("Strict") == nullptr);
    CPPUNIT_ASSERT_EQUAL(std::string("missed_set_reset"), std::string(name(liberty::missed_set_reset)));
  }

  void operations_and_results() {
    CPPUNIT_ASSERT_EQUAL(std::string("signal_and_wait"), std::string(name(operation::signal_and_wait)));
    CPPUNIT_ASSERT_EQUAL(std::string("set_invalid"), std::string(name(operation::set_invalid)));
    CPPUNIT_ASSERT_EQUAL(std::string("pulse"), std::string(name(operation::pulse)));
    CPPUNIT_ASSERT_EQUAL(std::string("timed_out"), describe_result(operation::wait_any, outcome::timed_out));
    CPPUNIT_ASSERT_EQUAL(std::string("index 2"), describe_result(operation::wait_any, 2));
    CPPUNIT_ASSERT_EQUAL(std::string("no"), describe_result(operation::is_closed, outcome::no));
    CPPUNIT_ASSERT_EQUAL(std::string("ok"), describe_result(operation::set, outcome::ok));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(names);

}  // namespace
}  // namespace selvage::model::test

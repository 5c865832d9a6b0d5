#include <cppunit/extensions/HelperMacros.h>

#include "model/safe_handle.h"

namespace selvage::model::test {
namespace {

using safe_handle::word;

/// The words of dotnet-behaviour C, step by step.
class safe_handle_word : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(safe_handle_word);
  CPPUNIT_TEST(the_observed_sequence);
  CPPUNIT_TEST(release_then_dispose);
  CPPUNIT_TEST(invalid_then_dispose);
  CPPUNIT_TEST(invalid_with_a_reference);
  CPPUNIT_TEST(refusals_change_nothing);
  CPPUNIT_TEST_SUITE_END();

  static void expect(const object_state& h, std::uint32_t w) { CPPUNIT_ASSERT_EQUAL(w, word(h)); }

  void the_observed_sequence() {
    object_state h = safe_handle::fresh();
    expect(h, 4);
    safe_handle::add_ref(h);
    expect(h, 8);
    CPPUNIT_ASSERT(!safe_handle::dispose(h).last);
    expect(h, 6);
    CPPUNIT_ASSERT_EQUAL(outcome::ok, safe_handle::add_ref(h).result);
    expect(h, 10);
    safe_handle::release(h);
    expect(h, 6);
    CPPUNIT_ASSERT_EQUAL(outcome::no, safe_handle::is_closed(h).result);
    CPPUNIT_ASSERT(safe_handle::release(h).last);
    expect(h, 3);
    CPPUNIT_ASSERT_EQUAL(outcome::yes, safe_handle::is_closed(h).result);
    CPPUNIT_ASSERT_EQUAL(outcome::object_disposed, safe_handle::release(h).result);
    CPPUNIT_ASSERT_EQUAL(outcome::ok, safe_handle::dispose(h).result);
    expect(h, 3);
  }

  void release_then_dispose() {
    object_state h = safe_handle::fresh();
    CPPUNIT_ASSERT(safe_handle::release(h).last);
    expect(h, 1);
    CPPUNIT_ASSERT_EQUAL(outcome::object_disposed, safe_handle::dispose(h).result);
    expect(h, 1);
  }

  void invalid_then_dispose() {
    object_state h = safe_handle::fresh();
    safe_handle::set_invalid(h);
    expect(h, 5);
    const auto disposed = safe_handle::dispose(h);
    CPPUNIT_ASSERT_EQUAL(outcome::ok, disposed.result);
    CPPUNIT_ASSERT(!disposed.last);
    expect(h, 3);
  }

  void invalid_with_a_reference() {
    object_state h = safe_handle::fresh();
    safe_handle::add_ref(h);
    safe_handle::set_invalid(h);
    expect(h, 9);
    safe_handle::dispose(h);
    expect(h, 7);
    CPPUNIT_ASSERT(!safe_handle::release(h).last);
    expect(h, 3);
  }

  void refusals_change_nothing() {
    object_state h = safe_handle::fresh();
    safe_handle::set_invalid(h);
    CPPUNIT_ASSERT_EQUAL(outcome::object_disposed, safe_handle::add_ref(h).result);
    expect(h, 5);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(safe_handle_word);

}  // namespace
}  // namespace selvage::model::test

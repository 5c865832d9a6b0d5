#include "src/conform/endless.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

constexpr std::uint8_t e = 0;      // stays set
constexpr std::uint8_t r = 1;      // its registration, repeating
constexpr std::uint8_t other = 2;  // another event
constexpr std::uint8_t worker = model::first_callback_thread;

object_spec repeating() {
  object_spec s;
  s.kind = object_kind::registration;
  s.original = e;
  return s;
}

going_on of(const history& h, std::size_t fair = 0) {
  const auto c = together({manual(), repeating(), manual()});
  return how_it_goes_on(*c, h.labels(), fair);
}

history fires() { return history().does(0, op::register_wait, {r}).does(0, op::set, {e}); }

history with_callbacks(history h, int n) {
  for (int i = 0; i < n; ++i) h.begins(worker, r).ends(worker, r);
  return h;
}

class endless_histories : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(endless_histories);
  CPPUNIT_TEST(callbacks_without_end);
  CPPUNIT_TEST(nothing_comes_again);
  CPPUNIT_TEST(a_call_passed_over);
  CPPUNIT_TEST(a_call_that_has_to_wait);
  CPPUNIT_TEST(a_time_that_does_not_pass);
  CPPUNIT_TEST_SUITE_END();

  void callbacks_without_end() { CPPUNIT_ASSERT(of(with_callbacks(fires(), 12)) == going_on::endless); }

  void nothing_comes_again() {
    CPPUNIT_ASSERT(of(history()) == going_on::unknown);
    CPPUNIT_ASSERT(of(fires()) == going_on::unknown);
    const auto h = with_callbacks(fires(), 12);
    CPPUNIT_ASSERT(of(h, h.labels().size() - 1) == going_on::unknown);
    CPPUNIT_ASSERT(of(h, h.labels().size()) == going_on::unknown);
    CPPUNIT_ASSERT(of(history().begins(worker, r)) == going_on::unknown);  // does not conform
  }

  void a_call_passed_over() {
    const auto waits = history().does(1, op::set, {other}).call(2, op::wait, {other});
    auto h = history(waits).does(0, op::register_wait, {r}).does(0, op::set, {e});
    CPPUNIT_ASSERT(of(with_callbacks(h, 12)) == going_on::starves);
    CPPUNIT_ASSERT(of(with_callbacks(h, 12).ret(2)) == going_on::unknown);
    CPPUNIT_ASSERT(of(with_callbacks(with_callbacks(h, 12).ret(2), 12)) == going_on::endless);
  }

  void a_call_that_has_to_wait() {
    CPPUNIT_ASSERT(of(with_callbacks(fires().call(2, op::wait, {other}), 12)) == going_on::endless);
  }

  void a_time_that_does_not_pass() {
    CPPUNIT_ASSERT(of(with_callbacks(fires().call(2, op::wait, {other}, 10), 12)) == going_on::endless);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(endless_histories);

}  // namespace
}  // namespace selvage::conform::test

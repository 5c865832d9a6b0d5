#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

class checker_use : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(checker_use);
  CPPUNIT_TEST(spans_must_match);
  CPPUNIT_TEST(a_duplicate_stays_with_its_original);
  CPPUNIT_TEST(components_are_checked_apart);
  CPPUNIT_TEST(restart_forgets_the_history);
  CPPUNIT_TEST(refuses_until_restarted);
  CPPUNIT_TEST(ill_formed_histories);
  CPPUNIT_TEST(numbers_in_the_text_are_the_programs);
  CPPUNIT_TEST(nothing_to_explain);
  CPPUNIT_TEST_SUITE_END();

  void spans_must_match() {
    const std::vector<object_spec> objects{manual()};
    CPPUNIT_ASSERT_THROW(static_cast<void>(make_checker(objects, {}, *model::profile_named("strict"))),
                         std::invalid_argument);
  }

  void a_duplicate_stays_with_its_original() {
    const std::vector<object_spec> objects{manual(), duplicate_of(0)};
    const std::vector<std::uint8_t> apart{0, 1};
    CPPUNIT_ASSERT_THROW(static_cast<void>(make_checker(objects, apart, *model::profile_named("strict"))),
                         std::invalid_argument);
  }

  void components_are_checked_apart() {
    const std::vector<object_spec> objects{manual(), handle(), manual()};
    const std::vector<std::uint8_t> apart{5, 3, 9};
    const auto c = make_checker(objects, apart, *model::profile_named("strict"));
    const auto good = history().call(0, op::wait, {2}).call(1, op::dispose, {1}).quiet();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, run(*c, good));  // the dispose may not be asleep
    const auto fine = history()
                          .call(0, op::wait, {2})
                          .call(1, op::dispose, {1})
                          .released(1, 1)
                          .ret(1)
                          .quiet()
                          .does(1, op::set, {0})
                          .quiet()
                          .does(1, op::set, {2})
                          .ret(0)
                          .quiet();
    CPPUNIT_ASSERT_EQUAL(fine.labels().size(), run(*c, fine));
    const auto lost = history().call(0, op::wait, {2}).quiet().does(1, op::set, {2}).does(1, op::set, {0}).quiet();
    CPPUNIT_ASSERT_EQUAL(lost.labels().size() - 1, run(*c, lost));
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-07"), c->explain().clause);
  }

  void restart_forgets_the_history() {
    const auto c = together({automatic()});
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, run(*c, history().does(0, op::set, {0})));
    const auto poll = history().does(0, op::wait, {0}, outcome::timed_out, 0);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, run(*c, poll));
  }

  void refuses_until_restarted() {
    const auto c = together({manual()});
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, run(*c, history().does(0, op::wait, {0})));
    CPPUNIT_ASSERT(!c->step(history().call(1, op::set, {0}).labels()[0]));
    c->restart();
    CPPUNIT_ASSERT(c->step(history().call(1, op::set, {0}).labels()[0]));
  }

  void ill_formed_histories() {
    const auto misuse = [](const history& h, std::size_t at) {
      const auto c = together({manual(), handle()});
      CPPUNIT_ASSERT_EQUAL(at, run(*c, h));
      CPPUNIT_ASSERT_EQUAL(std::string("misuse"), std::string(model::name(c->explain().verdict)));
    };
    misuse(history().ret(0), 0);
    misuse(history().call(0, op::wait, {0}).call(0, op::set, {0}), 1);
    misuse(history().call(0, op::wait, {1}), 0);    // a handle is no event
    misuse(history().call(0, op::set, {7}), 0);     // no such object
    misuse(history().call(0, op::set, {0, 1}), 0);  // too many
    misuse(history().call(99, op::set, {0}), 0);    // no such thread
    misuse(history().ret(99), 0);
    misuse(history().released(0, 77), 0);
  }

  void numbers_in_the_text_are_the_programs() {
    const std::vector<object_spec> objects{manual(), manual()};
    const std::vector<std::uint8_t> apart{0, 1};
    const auto c = make_checker(objects, apart, *model::profile_named("strict"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, run(*c, history().does(0, op::wait, {1})));
    CPPUNIT_ASSERT(c->explain().detail.find("wait(1)") != std::string::npos);
    CPPUNIT_ASSERT(c->states().front().find("object 1: unset") != std::string::npos);
  }

  void nothing_to_explain() {
    const auto c = together({manual()});
    CPPUNIT_ASSERT_EQUAL(std::string("holds"), std::string(model::name(c->explain().verdict)));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(checker_use);

}  // namespace
}  // namespace selvage::conform::test

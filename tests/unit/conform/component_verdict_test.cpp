#include <cppunit/extensions/HelperMacros.h>

#include <vector>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;
using specs = std::vector<object_spec>;

constexpr std::int16_t progress = 0;
constexpr std::int16_t result = 1;
constexpr std::int16_t cancelled = 2;
constexpr std::int16_t error = 3;

specs make(object_kind kind, std::initializer_list<bool object_spec::*> attributes = {}) {
  object_spec s;
  s.kind = kind;
  for (const auto a : attributes) s.*a = true;
  return {s};
}

const auto token = make(object_kind::component_operation);
const auto in_loop = make(object_kind::component_operation, {&object_spec::loop_context});
const auto in_post = make(object_kind::component_operation, {&object_spec::inline_context});
const auto failing = make(object_kind::component_operation, {&object_spec::failing});
const auto worker = make(object_kind::background_worker);
const auto uncancellable = make(object_kind::background_worker, {&object_spec::uncancellable});

history started() { return history().does(0, op::run_async, {0}); }
history ended() { return started().runs(progress).runs(result).released(0, 0); }

/// What each bug of a component with events looks like in a history, and what the checker calls it.
class component_verdicts : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(component_verdicts);
  CPPUNIT_TEST(as_it_should_be);
  CPPUNIT_TEST(progress_and_completion);
  CPPUNIT_TEST(the_context_learns_of_it);
  CPPUNIT_TEST(tokens);
  CPPUNIT_TEST(busy_workers);
  CPPUNIT_TEST(cancellation);
  CPPUNIT_TEST(no_cancellation);
  CPPUNIT_TEST(errors);
  CPPUNIT_TEST(the_handler_starts_the_next);
  CPPUNIT_TEST(tokens_of_one_component);
  CPPUNIT_TEST_SUITE_END();

  void as_it_should_be() {
    accepts(token, ended().quiet(true));
    accepts(token, started().runs(result).runs(progress).released(0, 0).quiet(true));  // a pool keeps no order
    accepts(in_loop, ended().quiet(true));
    accepts(in_post, ended().quiet(true));
  }

  void progress_and_completion() {
    refuses(token, started().runs(result).released(0, 0).quiet(true), verdict::missing_callback, "EAP-17");
    refuses(token, started().runs(progress).released(0, 0).quiet(true), verdict::missing_callback, "EAP-18");
    refuses(token, ended().begins(4, 0, result), verdict::late_callback, "EAP-18");
    refuses(token, ended().begins(4, 0, progress), verdict::late_callback, "EAP-17");
    refuses(in_loop, started().begins(4, 0, result), verdict::late_callback, "EAP-17");
    refuses(in_post, started().begins(4, 0, result), verdict::late_callback, "EAP-17");
  }

  void the_context_learns_of_it() {
    refuses(token, started().runs(progress).runs(result).quiet(true), verdict::missing_release, "EAP-09");
    refuses(token, ended().released(0, 0), verdict::double_release, "EAP-12");
    refuses(in_post, started().runs(progress).released(0, 0), verdict::double_release, "EAP-09");
  }

  void tokens() {
    accepts(token, started().does(1, op::run_async, {0}, outcome::argument));
    refuses(in_post, started().begins(4, 0, progress).does(1, op::run_async, {0}), verdict::missing_exception,
            "EAP-02");
    refuses(token, history().does(0, op::run_async, {0}, outcome::argument), verdict::unexpected_exception, "EAP-01");
    accepts(token, ended().does(0, op::run_async, {0}));
  }

  void busy_workers() {
    const auto busy = make(object_kind::background_worker, {&object_spec::inline_context});
    const auto reporting = started().begins(4, 0, progress);
    accepts(busy, history(reporting).does(1, op::run_async, {0}, outcome::invalid_operation));
    refuses(busy, history(reporting).does(1, op::run_async, {0}), verdict::missing_exception, "EAP-19");
    refuses(busy, history(reporting).does(1, op::is_busy, {0}, outcome::no), verdict::wrong_result, "EAP-19");
    refuses(worker, history().does(1, op::is_busy, {0}, outcome::yes), verdict::wrong_result, "EAP-20");
    refuses(worker, started().runs(result).does(1, op::is_busy, {0}, outcome::yes), verdict::wrong_result, "EAP-20");
  }

  void cancellation() {
    const auto raced = started().does(1, op::cancel_async, {0});
    accepts(token, history(raced).runs(progress).runs(result).released(0, 0).quiet(true));
    accepts(token, history(raced).runs(progress).runs(cancelled).released(0, 0).quiet(true));
    refuses(token, history(raced).runs(cancelled).begins(4, 0, result), verdict::late_callback, "EAP-18");
    refuses(token, started().begins(4, 0, cancelled), verdict::late_callback, "EAP-21");
    // Cancelled inside the progress that the run waits for.
    const auto inside = started().begins(4, 0, progress).does(4, op::cancel_async, {0}).ends(4, 0);
    accepts(in_post, history(inside).runs(cancelled).released(0, 0).quiet(true));
    refuses(in_post, history(inside).begins(4, 0, result), verdict::late_callback, "EAP-21");
  }

  void no_cancellation() {
    accepts(token, history().does(0, op::cancel_async, {0}));
    refuses(token, history().does(0, op::cancel_async, {0}, outcome::invalid_operation), verdict::unexpected_exception,
            "EAP-22");
    refuses(token, history().does(0, op::cancel_async, {0}).does(0, op::run_async, {0}).begins(4, 0, cancelled),
            verdict::late_callback, "EAP-21");
    refuses(uncancellable, started().does(0, op::cancel_async, {0}), verdict::missing_exception, "EAP-23");
  }

  void errors() {
    accepts(failing, started().runs(progress).runs(error).released(0, 0).quiet(true));
    refuses(failing, started().runs(progress).begins(4, 0, result), verdict::late_callback, "EAP-24");
    refuses(failing, started().does(0, op::cancel_async, {0}).runs(progress).begins(4, 0, cancelled),
            verdict::late_callback, "EAP-24");
  }

  void the_handler_starts_the_next() {
    const auto in_handler = started().runs(progress).begins(4, 0, result);
    accepts(in_post, history(in_handler).does(4, op::retry, {0}).ends(4, 0).released(0, 0).runs(progress));
    refuses(in_post, history(in_handler).does(4, op::retry, {0}, outcome::argument), verdict::unexpected_exception,
            "EAP-01");
    accepts(worker, ended().does(0, op::retry, {0}).does(0, op::retry, {0}, outcome::yes));
    refuses(worker, ended().does(0, op::retry, {0}).does(0, op::retry, {0}), verdict::wrong_result, "EAP-20");
  }

  void tokens_of_one_component() {
    const specs two{token[0], token[0]};
    const std::vector<std::uint8_t> apart{0, 1};
    const auto c = make_checker(two, apart, *model::profile_named("strict"));
    const auto both = started().does(0, op::run_async, {1}).does(0, op::cancel_async, {1});
    CPPUNIT_ASSERT_EQUAL(both.labels().size(), run(*c, both));
    const auto wrong = history(both).begins(4, 0, cancelled);  // of the other
    CPPUNIT_ASSERT_EQUAL(both.labels().size(), run(*c, wrong));
    CPPUNIT_ASSERT_EQUAL(std::string("EAP-21"), c->explain().clause);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(component_verdicts);

}  // namespace
}  // namespace selvage::conform::test

#include <cppunit/extensions/HelperMacros.h>

#include <vector>

#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using op = operation;

std::vector<object_spec> operation_on(bool object_spec::* context = nullptr) {
  object_spec s;
  s.kind = object_kind::async_operation;
  if (context != nullptr) s.*context = true;
  return {s};
}

const auto on_pool = operation_on();
const auto on_loop = operation_on(&object_spec::loop_context);
const auto on_inline = operation_on(&object_spec::inline_context);
const auto on_throwing = operation_on(&object_spec::throwing_context);

history created() { return history().does(0, op::create, {0}); }
history posted() { return created().does(0, op::post, {0}); }
history completed() { return created().call(0, op::post_completed, {0}).released(0, 0).ret(0); }

/// What each bug of an operation with events looks like in a history, and what the checker calls it.
class event_based_verdicts : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(event_based_verdicts);
  CPPUNIT_TEST(as_it_should_be);
  CPPUNIT_TEST(creation);
  CPPUNIT_TEST(progress);
  CPPUNIT_TEST(completion);
  CPPUNIT_TEST(inside_the_completion);
  CPPUNIT_TEST(a_silent_completion);
  CPPUNIT_TEST(the_context_learns_of_it);
  CPPUNIT_TEST(inline_contexts);
  CPPUNIT_TEST(message_loops);
  CPPUNIT_TEST(contexts_that_cannot_post);
  CPPUNIT_TEST(nothing_to_post);
  CPPUNIT_TEST(abandoned_operations);
  CPPUNIT_TEST(counts_of_the_context);
  CPPUNIT_TEST_SUITE_END();

  void as_it_should_be() {
    accepts(on_pool, posted().runs(0));
    accepts(on_pool, completed().runs(1).quiet(true));
    // Progress posted in time may run late.
    accepts(on_pool, posted().call(0, op::post_completed, {0}).released(0, 0).ret(0).runs(1).runs(0).quiet(true));
  }

  void creation() {
    accepts(on_pool, created().does(1, op::create, {0}, outcome::argument));
    refuses(on_pool, created().does(1, op::create, {0}), verdict::missing_exception, "EAP-02");
    refuses(on_pool, history().does(1, op::create, {0}, outcome::argument), verdict::unexpected_exception, "EAP-01");
    refuses(on_pool, history().does(1, op::post, {0}), verdict::missing_exception, "EAP-04");
  }

  void progress() {
    refuses(on_pool, posted().quiet(true), verdict::missing_callback, "EAP-03");
    refuses(on_pool, posted().runs(0).begins(4, 0, 0), verdict::late_callback, "EAP-03");
    refuses(on_pool, completed().does(1, op::post, {0}), verdict::missing_exception, "EAP-04");
    refuses(on_pool, completed().runs(1).begins(4, 0, 0), verdict::late_callback, "EAP-04");
  }

  void completion() {
    refuses(on_pool, completed().quiet(true), verdict::missing_callback, "EAP-07");
    refuses(on_pool, completed().runs(1).begins(4, 0, 1), verdict::late_callback, "EAP-07");
    accepts(on_pool, completed().does(1, op::post_completed, {0}, outcome::invalid_operation));
    refuses(on_pool, completed().does(1, op::operation_completed, {0}), verdict::missing_exception, "EAP-05");
    refuses(on_pool, created().does(0, op::post_completed, {0}, outcome::invalid_operation), verdict::wrong_result,
            "EAP-09");
  }

  void inside_the_completion() {
    const auto inside = completed().begins(4, 0, 1);
    accepts(on_pool, history(inside).does(4, op::post, {0}, outcome::invalid_operation));
    refuses(on_pool, history(inside).does(4, op::post, {0}), verdict::missing_exception, "EAP-06");
    refuses(on_pool, history(inside).does(4, op::operation_completed, {0}), verdict::missing_exception, "EAP-06");
  }

  void a_silent_completion() {
    const auto silent = created().call(0, op::operation_completed, {0}).released(0, 0).ret(0);
    accepts(on_pool, history(silent).quiet(true));
    refuses(on_pool, history(silent).begins(4, 0, 1), verdict::late_callback, "EAP-08");
  }

  void the_context_learns_of_it() {
    refuses(on_pool, created().call(0, op::operation_completed, {0}).ret(0), verdict::wrong_result, "EAP-09");
    refuses(on_pool, created().call(0, op::operation_completed, {0}).quiet(true), verdict::missing_release, "EAP-09");
    refuses(on_pool, completed().call(1, op::operation_completed, {0}).released(1, 0), verdict::double_release,
            "EAP-12");
    refuses(on_pool, created().call(0, op::post, {0}).released(0, 0), verdict::double_release, "EAP-09");
  }

  void inline_contexts() {
    accepts(on_inline, created().call(0, op::post, {0}).runs(0).ret(0));
    refuses(on_inline, created().does(0, op::post, {0}), verdict::wrong_result, "EAP-10");
    accepts(on_inline, created().call(0, op::post_completed, {0}).runs(1).released(0, 0));
    refuses(on_inline, created().call(0, op::post_completed, {0}).released(0, 0), verdict::double_release, "EAP-09");
  }

  void message_loops() {
    const auto both = posted().call(0, op::post_completed, {0}).released(0, 0).ret(0);
    accepts(on_loop, history(both).runs(0).runs(1).quiet(true));
    refuses(on_loop, history(both).begins(4, 0, 1), verdict::late_callback, "EAP-16");
    refuses(on_loop, history(both).begins(4, 0, 0).begins(5, 0, 1), verdict::late_callback, "EAP-16");
    // A post that races with the completion may come after it.
    const auto raced = created().call(1, op::post, {0}).call(0, op::post_completed, {0}).released(0, 0).ret(0);
    accepts(on_loop, history(raced).ret(1).runs(1).runs(0).quiet(true));
    accepts(on_loop, history(raced).ret(1).runs(0).runs(1).quiet(true));
  }

  void contexts_that_cannot_post() {
    const auto completing = created().call(0, op::post_completed, {0});
    accepts(on_throwing, history(completing).released(0, 0).ret(0, outcome::other_exception));
    refuses(on_throwing, history(completing).ret(0, outcome::other_exception), verdict::wrong_result, "EAP-11");
    refuses(on_throwing, created().does(0, op::post, {0}), verdict::missing_exception, "EAP-13");
  }

  void nothing_to_post() {
    accepts(on_pool, created().does(0, op::post_nothing, {0}, outcome::argument).does(0, op::post, {0}));
    accepts(on_pool, completed().does(0, op::complete_nothing, {0}, outcome::invalid_operation));
    refuses(on_pool, created().does(0, op::post_nothing, {0}), verdict::missing_exception, "EAP-15");
    refuses(on_pool, completed().does(0, op::post_nothing, {0}, outcome::argument), verdict::wrong_result, "EAP-15");
    refuses(on_pool,
            created()
                .does(0, op::complete_nothing, {0}, outcome::argument)
                .does(0, op::post, {0}, outcome::invalid_operation),
            verdict::unexpected_exception, "EAP-03");
  }

  void abandoned_operations() {
    accepts(on_pool, created().call(0, op::abandon, {0}).released(0, 0).ret(0).quiet(true));
    refuses(on_pool, created().does(0, op::abandon, {0}).quiet(true), verdict::missing_release, "EAP-14");
    refuses(on_pool, created().call(0, op::abandon, {0}).released(0, 0).ret(0).begins(4, 0, 1),
            verdict::late_callback, "EAP-14");
    // A call that has the operation in hand may still complete it, or be too late.
    const auto raced = created().call(1, op::post_completed, {0}).call(0, op::abandon, {0});
    accepts(on_pool, history(raced).ret(0).released(1, 0).ret(1).runs(1).quiet(true));
    accepts(on_pool, history(raced).ret(0).released(1, 0).ret(1, outcome::invalid_operation).quiet(true));
    refuses(on_pool, history(raced).ret(0).released(1, 0).ret(1, outcome::invalid_operation).released(1, 0),
            verdict::double_release, "EAP-12");
  }

  void counts_of_the_context() {
    accepts(on_pool, created().does(0, op::outstanding, {0}, 1));
    refuses(on_pool, created().does(0, op::outstanding, {0}, 0), verdict::wrong_result, "EAP-01");
    accepts(on_pool, completed().does(0, op::outstanding, {0}, 0));
    refuses(on_pool, completed().does(0, op::outstanding, {0}, 1), verdict::wrong_result, "EAP-11");
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(event_based_verdicts);

}  // namespace
}  // namespace selvage::conform::test

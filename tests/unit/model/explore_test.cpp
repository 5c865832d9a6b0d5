#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <stdexcept>

#include "model/catalogue.h"
#include "model/event_rules.h"

namespace selvage::model::test {
namespace {

constexpr object_spec handle{};
constexpr object_spec manual{object_kind::manual_reset_event, false, true, true, 0};
constexpr object_spec automatic{object_kind::auto_reset_event, false, true, true, 0};

class exploring : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(exploring);
  CPPUNIT_TEST(safe_handle_holds);
  CPPUNIT_TEST(manual_reset_event_holds);
  CPPUNIT_TEST(auto_reset_event_holds);
  CPPUNIT_TEST(wait_multiple_holds);
  CPPUNIT_TEST(liberties_only_add_states);
  CPPUNIT_TEST(a_set_that_leaves_one_waiting_is_caught);
  CPPUNIT_TEST(an_auto_reset_set_that_releases_two_is_caught);
  CPPUNIT_TEST(a_test_apart_from_the_waiting_is_caught);
  CPPUNIT_TEST(a_pulse_that_misses_is_caught);
  CPPUNIT_TEST(a_reference_kept_is_caught);
  CPPUNIT_TEST(a_disposed_mark_taken_back_is_caught);
  CPPUNIT_TEST(a_release_forgotten_is_caught);
  CPPUNIT_TEST(a_wait_any_that_consumes_two_is_caught);
  CPPUNIT_TEST(a_wait_all_that_consumes_early_is_caught);
  CPPUNIT_TEST(a_call_that_stops_is_caught);
  CPPUNIT_TEST(a_bound_on_states_is_kept);
  CPPUNIT_TEST(too_many_threads);
  CPPUNIT_TEST_SUITE_END();

  const profile& strict_ = *profile_named("strict");

  void holds(const char* name) {
    for (const char* p : {"strict", "mono"}) {
      const verification v = verify(*machine_named(name), *profile_named(p));
      const std::string why = v.broken ? v.broken->name + ": " + v.broken->path.back() : "";
      CPPUNIT_ASSERT_MESSAGE(why, !v.broken.has_value());
      CPPUNIT_ASSERT(v.complete);
      CPPUNIT_ASSERT(v.states > 100'000 && v.transitions > v.states);
    }
  }

  void safe_handle_holds() { holds("safe-handle"); }
  void manual_reset_event_holds() { holds("manual-reset-event"); }
  void auto_reset_event_holds() { holds("auto-reset-event"); }
  void wait_multiple_holds() { holds("wait-multiple"); }

  void liberties_only_add_states() {
    const machine_entry& e = *machine_named("manual-reset-event");
    const auto strict = verify(e, strict_);
    const auto again = verify(e, strict_);
    const auto win32 = verify(e, *profile_named("win32"));
    CPPUNIT_ASSERT_EQUAL(strict.states, again.states);
    CPPUNIT_ASSERT_EQUAL(strict.transitions, again.transitions);
    CPPUNIT_ASSERT(win32.states > strict.states);
  }

  /// Explores a machine whose steps `breaks` has tampered with, and names the invariant that it broke.
  template <class Breaks>
  std::string caught(const std::vector<object_spec>& objects, Breaks breaks, std::size_t threads = 3,
                     std::size_t operations = 2) {
    const machine m(objects, strict_);
    const auto steps = [&](const state& s, std::vector<step>& out) {
      m.steps(s, out);
      for (step& st : out) breaks(m, s, st);
    };
    const exploration x = explore(m, {threads, operations, all_calls(objects)}, steps);
    CPPUNIT_ASSERT(x.broken.has_value());
    CPPUNIT_ASSERT(!x.complete);
    CPPUNIT_ASSERT(x.broken->path.size() >= 2);
    return x.broken->clause;
  }

  void a_set_that_leaves_one_waiting_is_caught() {
    const auto clause = caught({manual}, [](const machine&, const state& before, step& st) {
      if (st.via != transition::set_manual) return;
      std::size_t released = 0;
      for (std::size_t t = 0; t < max_threads; ++t) {
        if (before.threads[t].at == phase::waiting && ++released == 2) st.next.threads[t] = before.threads[t];
      }
    });
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-07"), clause);
  }

  void an_auto_reset_set_that_releases_two_is_caught() {
    const auto clause = caught({automatic}, [](const machine& m, const state& before, step& st) {
      if (st.via != transition::set_handed_over) return;
      for (std::size_t t = 0; t < max_threads; ++t) {
        if (before.threads[t].at == phase::waiting && st.next.threads[t].at == phase::waiting) {
          event_rules::satisfy(m.objects(), st.next, t, outcome::ok);
        }
      }
    });
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-14"), clause);
  }

  void a_test_apart_from_the_waiting_is_caught() {
    // A wait that has found the event unset joins the waiters in a later step, without another look.
    const auto clause = caught(
        {manual},
        [](const machine&, const state& before, step& st) {
          pending_call& c = st.next.threads[st.thread];
          const pending_call& was = before.threads[st.thread];
          if (was.op != operation::wait || was.timeout != patience::infinite) return;
          if (was.at == phase::acting && st.via == transition::begin_waiting) c.at = phase::testing;
          if (was.at == phase::testing) {
            c = was;
            c.at = phase::waiting;
            st.next.objects = before.objects;
          }
        },
        2);
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-17"), clause);
  }

  void a_pulse_that_misses_is_caught() {
    const auto clause = caught({manual}, [](const machine&, const state& before, step& st) {
      if (st.via != transition::pulse) return;
      for (std::size_t t = 0; t < max_threads; ++t) {
        if (before.threads[t].at == phase::waiting) st.next.threads[t] = before.threads[t];
      }
    });
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-11"), clause);
  }

  void a_reference_kept_is_caught() {
    const auto clause = caught({manual}, [](const machine&, const state& before, step& st) {
      if (st.via == transition::give_back) st.next.objects = before.objects;
    });
    CPPUNIT_ASSERT_EQUAL(std::string("HND-04"), clause);
  }

  void a_disposed_mark_taken_back_is_caught() {
    const auto clause = caught({handle}, [](const machine&, const state&, step& st) {
      if (st.via == transition::drop_reference) st.next.objects[0].disposed = false;
    });
    CPPUNIT_ASSERT_EQUAL(std::string("HND-13"), clause);
  }

  void a_release_forgotten_is_caught() {
    const auto clause = caught({handle}, [](const machine&, const state&, step& st) {
      if (st.next.threads[st.thread].at == phase::releasing) {
        st.next.threads[st.thread].at = phase::done;
        st.next.threads[st.thread].releasing = 0;
      }
    });
    CPPUNIT_ASSERT_EQUAL(std::string("HND-07"), clause);
  }

  void a_wait_any_that_consumes_two_is_caught() {
    const auto clause = caught(
        {automatic, automatic},
        [](const machine&, const state&, step& st) {
          if (st.via == transition::any_finds_set) {
            st.next.objects[0].set = false;
            st.next.objects[1].set = false;
          }
        },
        2);
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-23"), clause);
  }

  void a_wait_all_that_consumes_early_is_caught() {
    const auto clause = caught(
        {automatic, automatic},
        [](const machine&, const state&, step& st) {
          if (st.via == transition::all_begin_waiting) st.next.objects[0].set = false;
        },
        2);
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-19"), clause);
  }

  void a_call_that_stops_is_caught() {
    const machine m(std::array{manual}, strict_);
    const auto steps = [&](const state& s, std::vector<step>& out) {
      m.steps(s, out);
      std::erase_if(out, [](const step& st) { return st.via == transition::reset; });
    };
    const std::vector<object_spec> objects{manual};
    const exploration x = explore(m, {2, 1, all_calls(objects)}, steps);
    CPPUNIT_ASSERT(x.broken.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-31"), x.broken->clause);
  }

  void a_bound_on_states_is_kept() {
    const std::vector<object_spec> objects{manual};
    const machine m(objects, strict_);
    const exploration x = explore(m, {3, 3, all_calls(objects)}, {}, 1000);
    CPPUNIT_ASSERT(!x.complete && !x.broken.has_value());
    CPPUNIT_ASSERT(x.states > 1000 && x.states < 2000);
  }

  void too_many_threads() {
    const machine m(std::array{manual}, strict_);
    CPPUNIT_ASSERT_THROW(static_cast<void>(explore(m, {max_threads + 1, 1, {}})), std::invalid_argument);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(exploring);

}  // namespace
}  // namespace selvage::model::test

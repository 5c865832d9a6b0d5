#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <stdexcept>

#include "model/machine.h"

namespace selvage::model::test {
namespace {

constexpr object_spec manual{object_kind::manual_reset_event, false, true, true, 0};
constexpr object_spec automatic{object_kind::auto_reset_event, false, true, true, 0};

label call(std::uint8_t thread, operation op, std::initializer_list<std::uint8_t> objects,
           std::int32_t timeout_ms = infinite) {
  label l;
  l.kind = label_kind::call;
  l.thread = thread;
  l.op = op;
  l.object_count = static_cast<std::uint8_t>(objects.size());
  std::ranges::copy(objects, l.objects.begin());
  l.timeout_ms = timeout_ms;
  return l;
}

/// Every state that internal steps lead to and from which none leads on, time and environment left out.
std::vector<state> settle(const machine& m, const state& from) {
  std::vector<state> stack{from};
  std::vector<state> rest;
  std::vector<step> steps;
  while (!stack.empty()) {
    const state s = stack.back();
    stack.pop_back();
    steps.clear();
    m.steps(s, steps);
    std::erase_if(steps, [](const step& t) { return t.kind != step_kind::internal; });
    for (const step& t : steps) stack.push_back(t.next);
    if (steps.empty() && std::ranges::find(rest, s) == rest.end()) rest.push_back(s);
  }
  return rest;
}

state begin(const machine& m, state s, const label& l) {
  CPPUNIT_ASSERT(m.take(s, l));
  const auto rest = settle(m, s);
  CPPUNIT_ASSERT_EQUAL(std::size_t{1}, rest.size());
  return rest.front();
}

class machine_rules : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(machine_rules);
  CPPUNIT_TEST(limits);
  CPPUNIT_TEST(refused_labels_leave_the_state);
  CPPUNIT_TEST(a_waiting_thread_holds_a_reference);
  CPPUNIT_TEST(a_set_hands_over_to_either_waiter);
  CPPUNIT_TEST(an_interruption_needs_a_liberty);
  CPPUNIT_TEST(a_borrowed_thread_comes_back_before_quiescence);
  CPPUNIT_TEST(final_quiescence_leaves_no_finite_wait);
  CPPUNIT_TEST(wait_alls_compete_for_one_signal);
  CPPUNIT_TEST(equal_states_hash_alike);
  CPPUNIT_TEST(description);
  CPPUNIT_TEST_SUITE_END();

  const profile& strict_ = *profile_named("strict");
  const profile& win32_ = *profile_named("win32");

  void limits() {
    const std::vector<object_spec> nine(max_objects + 1, manual);
    CPPUNIT_ASSERT_THROW(machine(nine, strict_), std::invalid_argument);
    const std::vector<object_spec> orphan{{object_kind::duplicate, false, true, true, 3}};
    CPPUNIT_ASSERT_THROW(machine(orphan, strict_), std::invalid_argument);
    const std::vector<object_spec> of_handle{{}, {object_kind::duplicate, false, true, true, 0}};
    CPPUNIT_ASSERT_THROW(machine(of_handle, strict_), std::invalid_argument);
  }

  void refused_labels_leave_the_state() {
    const machine m(std::array{manual}, strict_);
    state s = m.initial();
    label l;
    l.kind = label_kind::ret;
    CPPUNIT_ASSERT(!m.take(s, l));
    CPPUNIT_ASSERT(!m.take(s, call(0, operation::set, {1})));
    CPPUNIT_ASSERT(!m.take(s, call(max_threads, operation::set, {0})));
    CPPUNIT_ASSERT(!m.take(s, call(0, operation::signal_and_wait, {0})));
    CPPUNIT_ASSERT(s == m.initial());
  }

  void a_waiting_thread_holds_a_reference() {
    const machine m(std::array{manual}, strict_);
    const state s = begin(m, m.initial(), call(0, operation::wait, {0}));
    CPPUNIT_ASSERT(s.threads[0].at == phase::waiting);
    CPPUNIT_ASSERT_EQUAL(std::uint16_t{2}, s.objects[0].references);
    const state closed = begin(m, s, call(1, operation::close, {0}));
    CPPUNIT_ASSERT(closed.objects[0].disposed && !closed.objects[0].closed);
    CPPUNIT_ASSERT_EQUAL(std::uint16_t{1}, closed.objects[0].references);
  }

  void a_set_hands_over_to_either_waiter() {
    const machine m(std::array{automatic}, strict_);
    state s = begin(m, m.initial(), call(0, operation::wait, {0}));
    s = begin(m, s, call(1, operation::wait, {0}));
    CPPUNIT_ASSERT(m.take(s, call(2, operation::set, {0})));
    const auto rest = settle(m, s);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, rest.size());
    for (const state& r : rest) {
      CPPUNIT_ASSERT(!r.objects[0].set);
      CPPUNIT_ASSERT((r.threads[0].at == phase::waiting) != (r.threads[1].at == phase::waiting));
    }
  }

  void an_interruption_needs_a_liberty() {
    for (const profile* p : {&strict_, &win32_}) {
      const machine m(std::array{manual}, *p);
      const state s = begin(m, m.initial(), call(0, operation::wait, {0}));
      std::vector<step> steps;
      m.steps(s, steps);
      CPPUNIT_ASSERT_EQUAL(p == &win32_, !steps.empty());
    }
  }

  void a_borrowed_thread_comes_back_before_quiescence() {
    const machine m(std::array{manual}, win32_);
    state s = begin(m, m.initial(), call(0, operation::wait, {0}));
    std::vector<step> steps;
    m.steps(s, steps);
    const state borrowed = steps.front().next;
    CPPUNIT_ASSERT(!machine::quiescent(borrowed, false));
    const auto back = settle(m, borrowed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, back.size());
    CPPUNIT_ASSERT(back.front() == s);
  }

  void final_quiescence_leaves_no_finite_wait() {
    const machine m(std::array{manual}, strict_);
    const state s = begin(m, m.initial(), call(0, operation::wait, {0}, 5));
    CPPUNIT_ASSERT(machine::quiescent(s, false));
    CPPUNIT_ASSERT(!machine::quiescent(s, true));
  }

  void wait_alls_compete_for_one_signal() {
    const machine m(std::array{manual, automatic}, strict_);
    state s = begin(m, m.initial(), call(0, operation::wait_all, {0, 1}));
    s = begin(m, s, call(1, operation::wait_all, {1, 0}));
    s = begin(m, s, call(2, operation::set, {1}));
    CPPUNIT_ASSERT(s.objects[1].set);
    CPPUNIT_ASSERT(m.take(s, call(3, operation::set, {0})));
    for (const state& r : settle(m, s)) {
      CPPUNIT_ASSERT(r.objects[0].set && !r.objects[1].set);
      CPPUNIT_ASSERT((r.threads[0].at == phase::waiting) != (r.threads[1].at == phase::waiting));
    }
  }

  void equal_states_hash_alike() {
    const machine m(std::array{manual, automatic}, strict_);
    state a = m.initial();
    state b = m.initial();
    CPPUNIT_ASSERT(a == b);
    CPPUNIT_ASSERT_EQUAL(hash(a), hash(b));
    b.objects[1].set = true;
    CPPUNIT_ASSERT(!(a == b));
    CPPUNIT_ASSERT(hash(a) != hash(b));
  }

  void description() {
    const machine m(std::array{manual}, strict_);
    const state s = begin(m, m.initial(), call(3, operation::wait, {0}));
    CPPUNIT_ASSERT_EQUAL(std::string("object 0: unset, 2 references; thread 3: wait(0) waiting"), m.describe(s));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(machine_rules);

}  // namespace
}  // namespace selvage::model::test

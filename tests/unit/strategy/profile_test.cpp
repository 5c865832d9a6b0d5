// What the profile execution measures, and what is left of it.

#include "src/strategy/profile.h"

#include <cppunit/extensions/HelperMacros.h>

#include <array>

using selvage::engine::decision;
using selvage::engine::no_thread;
using selvage::engine::thread_id;
using selvage::strategy::profile;

class profile_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(profile_test);
  CPPUNIT_TEST(counts_unborn_descendants);
  CPPUNIT_TEST(unfinished_threads_count_as_far_as_seen);
  CPPUNIT_TEST(unknown_threads_have_one_step);
  CPPUNIT_TEST_SUITE_END();

  // Main passes 4 points and spawns two threads with 2 and 9; the second spawns one with 5.
  static profile measured() {
    profile p;
    p.measure();
    p.spawned(0, no_thread);
    p.spawned(1, 0);
    p.spawned(2, 0);
    p.spawned(3, 2);
    p.finished(1, 2);
    p.finished(3, 5);
    p.finished(2, 9);
    p.finished(0, 4);
    p.follow();
    return p;
  }

  void counts_unborn_descendants() {
    profile p = measured();
    p.spawned(0, no_thread);
    CPPUNIT_ASSERT_EQUAL(5U + 3U + 10U + 6U, p.left(0, 0));
    p.spawned(1, 0);
    CPPUNIT_ASSERT_EQUAL(5U + 10U + 6U, p.left(0, 0));
    CPPUNIT_ASSERT_EQUAL(3U, p.left(1, 0));
    p.spawned(2, 0);
    CPPUNIT_ASSERT_EQUAL(5U, p.left(0, 0));
    CPPUNIT_ASSERT_EQUAL(10U + 6U, p.left(2, 0));
    CPPUNIT_ASSERT_EQUAL(7U + 6U, p.left(2, 3));
    p.spawned(3, 2);
    CPPUNIT_ASSERT_EQUAL(7U, p.left(2, 3));
    CPPUNIT_ASSERT_EQUAL(1U, p.left(3, 77));
  }

  void unfinished_threads_count_as_far_as_seen() {
    profile p;
    p.measure();
    p.spawned(0, no_thread);
    p.spawned(1, 0);
    const std::array<thread_id, 2> enabled{0, 1};
    const std::array<std::uint32_t, 2> points{3, 8};
    p.decided(decision{.enabled = enabled, .pending = {}, .points = points});
    p.follow();
    p.spawned(0, no_thread);
    CPPUNIT_ASSERT_EQUAL(4U + 9U, p.left(0, 0));
    CPPUNIT_ASSERT_EQUAL(1U, p.decisions());
  }

  void unknown_threads_have_one_step() {
    profile p = measured();
    p.spawned(0, no_thread);
    p.spawned(1, 0);
    p.spawned(2, 1);  // the first child had no children then
    CPPUNIT_ASSERT_EQUAL(1U, p.left(2, 0));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(profile_test);

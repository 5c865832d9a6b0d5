#include <cppunit/extensions/HelperMacros.h>

#include <cerrno>
#include <thread>

#include "selvage/async/error.h"
#include "selvage/async/safe_handle.h"

namespace selvage::async {
namespace {

constexpr auto owned = safe_handle::ownership::owned;

struct counter {
  int released{};
  static void release(std::intptr_t, void* self) {
    ++static_cast<counter*>(self)->released;
    errno = 77;
  }
};

class safe_handle_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(safe_handle_test);
  CPPUNIT_TEST(a_new_handle_is_open);
  CPPUNIT_TEST(dispose_releases_once);
  CPPUNIT_TEST(a_reference_outlives_dispose);
  CPPUNIT_TEST(a_disposed_handle_takes_references_while_open);
  CPPUNIT_TEST(the_last_release_closes);
  CPPUNIT_TEST(dispose_without_references_throws);
  CPPUNIT_TEST(an_invalidated_handle_is_never_released);
  CPPUNIT_TEST(an_invalidated_handle_keeps_its_references);
  CPPUNIT_TEST(a_borrowed_handle_is_never_released);
  CPPUNIT_TEST(an_invalid_value_is_never_released);
  CPPUNIT_TEST(errno_survives_the_release);
  CPPUNIT_TEST(the_value_outlives_the_handle);
  CPPUNIT_TEST(destruction_disposes);
  CPPUNIT_TEST(threads_release_once);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_new_handle_is_open() {
    counter c;
    const safe_handle h(7, owned, counter::release, &c);
    CPPUNIT_ASSERT(!h.is_closed());
    CPPUNIT_ASSERT(!h.is_invalid());
  }

  void dispose_releases_once() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    h.dispose();
    CPPUNIT_ASSERT(h.is_closed());
    CPPUNIT_ASSERT_EQUAL(1, c.released);
    h.dispose();
    CPPUNIT_ASSERT_EQUAL(1, c.released);
    CPPUNIT_ASSERT_THROW(h.add_ref(), object_disposed_error);
    CPPUNIT_ASSERT_THROW(h.release(), object_disposed_error);
  }

  void a_reference_outlives_dispose() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    h.add_ref();
    h.dispose();
    CPPUNIT_ASSERT(!h.is_closed());
    CPPUNIT_ASSERT_EQUAL(0, c.released);
    h.dispose();
    CPPUNIT_ASSERT(!h.is_closed());
    h.release();
    CPPUNIT_ASSERT(h.is_closed());
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void a_disposed_handle_takes_references_while_open() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    h.add_ref();
    h.dispose();
    h.add_ref();
    h.release();
    CPPUNIT_ASSERT_EQUAL(0, c.released);
    h.release();
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void the_last_release_closes() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    h.release();
    CPPUNIT_ASSERT(h.is_closed());
    CPPUNIT_ASSERT_EQUAL(1, c.released);
    CPPUNIT_ASSERT_THROW(h.release(), object_disposed_error);
  }

  void dispose_without_references_throws() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    h.release();
    CPPUNIT_ASSERT_THROW(h.dispose(), object_disposed_error);
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void an_invalidated_handle_is_never_released() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    h.set_handle_as_invalid();
    CPPUNIT_ASSERT(h.is_closed());
    CPPUNIT_ASSERT_THROW(h.add_ref(), object_disposed_error);
    h.dispose();
    CPPUNIT_ASSERT_EQUAL(0, c.released);
  }

  void an_invalidated_handle_keeps_its_references() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    h.add_ref();
    h.set_handle_as_invalid();
    h.dispose();
    h.release();
    CPPUNIT_ASSERT_THROW(h.release(), object_disposed_error);
    CPPUNIT_ASSERT_EQUAL(0, c.released);
  }

  void a_borrowed_handle_is_never_released() {
    counter c;
    safe_handle h(7, safe_handle::ownership::borrowed, counter::release, &c);
    h.dispose();
    CPPUNIT_ASSERT(h.is_closed());
    CPPUNIT_ASSERT_EQUAL(0, c.released);
  }

  void an_invalid_value_is_never_released() {
    counter c;
    for (const std::intptr_t value : {0, -1}) {
      safe_handle h(value, owned, counter::release, &c);
      CPPUNIT_ASSERT(h.is_invalid());
      CPPUNIT_ASSERT(!h.is_closed());
      h.dispose();
      CPPUNIT_ASSERT(h.is_closed());
    }
    CPPUNIT_ASSERT_EQUAL(0, c.released);
  }

  void errno_survives_the_release() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    errno = 5;
    h.dispose();
    CPPUNIT_ASSERT_EQUAL(5, errno);
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }

  void the_value_outlives_the_handle() {
    safe_handle h(7, owned, nullptr);
    h.dispose();
    CPPUNIT_ASSERT_EQUAL(std::intptr_t{7}, h.dangerous_get_handle());
    CPPUNIT_ASSERT(!h.is_invalid());
  }

  void destruction_disposes() {
    counter c;
    {
      const safe_handle h(7, owned, counter::release, &c);
    }
    CPPUNIT_ASSERT_EQUAL(1, c.released);
    {
      safe_handle h(7, owned, counter::release, &c);
      h.dispose();
    }
    CPPUNIT_ASSERT_EQUAL(2, c.released);
    {
      safe_handle h(7, owned, counter::release, &c);
      h.release();
    }
    CPPUNIT_ASSERT_EQUAL(3, c.released);
  }

  void threads_release_once() {
    counter c;
    safe_handle h(7, owned, counter::release, &c);
    const auto use = [&] {
      try {
        h.add_ref();
        h.release();
      } catch (const object_disposed_error&) {
      }
    };
    std::thread first(use);
    std::thread second(use);
    h.dispose();
    first.join();
    second.join();
    CPPUNIT_ASSERT(h.is_closed());
    CPPUNIT_ASSERT_EQUAL(1, c.released);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(safe_handle_test);

}  // namespace
}  // namespace selvage::async

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>

#include "selvage/async/error.h"
#include "selvage/async/safe_handle.h"
#include "tests/stress/crowd.h"

namespace selvage::stress {
namespace {

using namespace async;

/// A resource in plain memory: a use after its release is a data race or a wrong value.
struct resource {
  int alive{1};
  int released{0};

  static void release(std::intptr_t, void* context) {
    auto& self = *static_cast<resource*>(context);
    self.alive = 0;
    ++self.released;
  }
};

class handles_stress : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(handles_stress);
  CPPUNIT_TEST(whoever_holds_a_reference_finds_the_resource_alive);
  CPPUNIT_TEST(many_disposes_release_once);
  CPPUNIT_TEST_SUITE_END();

 public:
  void whoever_holds_a_reference_finds_the_resource_alive() {
    for (int i = 0; i < 1'000; ++i) {
      resource behind;
      safe_handle handle(1, safe_handle::ownership::owned, resource::release, &behind);
      std::atomic<int> dead_seen{0};
      crowd all;
      for (int t = 0; t < 2; ++t) {
        all.add([&] {
          try {
            for (int n = 0; n < 1'000; ++n) {
              handle.add_ref();
              if (behind.alive == 0) ++dead_seen;
              handle.release();
            }
          } catch (const object_disposed_error&) {
          }
        });
      }
      all.add([&] { handle.dispose(); });
      all.join();
      CPPUNIT_ASSERT_EQUAL(0, dead_seen.load());
      CPPUNIT_ASSERT_EQUAL(1, behind.released);
      CPPUNIT_ASSERT(handle.is_closed());
    }
  }

  void many_disposes_release_once() {
    for (int i = 0; i < 1'000; ++i) {
      resource behind;
      safe_handle handle(1, safe_handle::ownership::owned, resource::release, &behind);
      crowd all;
      for (int t = 0; t < 3; ++t) all.add([&] { handle.dispose(); });
      all.join();
      CPPUNIT_ASSERT_EQUAL(1, behind.released);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(handles_stress);

}  // namespace
}  // namespace selvage::stress

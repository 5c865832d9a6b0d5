#include <cppunit/extensions/HelperMacros.h>

#include "src/check/play/history_set.h"
#include "src/program/history.h"
#include "src/program/scenarios.h"
#include "src/report/timeline/history_table.h"

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;
using model::operation;

class history_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(history_test);
  CPPUNIT_TEST(remembers_whole_histories);
  CPPUNIT_TEST(buffer_keeps_its_size);
  CPPUNIT_TEST(draws_a_table);
  CPPUNIT_TEST_SUITE_END();

  static std::vector<label> example(std::uint8_t thread) {
    return {{.kind = label_kind::call, .thread = thread, .op = operation::wait, .object_count = 1},
            {.kind = label_kind::quiescent, .result = 1}};
  }

 public:
  void remembers_whole_histories() {
    history_set set;
    for (std::uint8_t t = 0; t < 200; ++t) {
      const auto h = example(t);
      CPPUNIT_ASSERT(!set.contains(h, hash_of(h)));
      set.insert(h, hash_of(h));
      CPPUNIT_ASSERT(set.contains(h, hash_of(h)));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{200}, set.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{200}, set.hashes().size());
    // The same hash is not enough.
    const auto known = example(1);
    const auto other = example(250);
    CPPUNIT_ASSERT(!set.contains(other, hash_of(known)));
  }

  void buffer_keeps_its_size() {
    history_buffer b(2);
    for (int i = 0; i < 5; ++i) b.push({});
    CPPUNIT_ASSERT(b.full());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, b.labels().size());
  }

  void draws_a_table() {
    const auto p = scenario_named("set")->make();
    const std::vector<label> h = {{.kind = label_kind::call, .thread = 0, .op = operation::wait, .object_count = 1},
                                  {.kind = label_kind::call, .thread = 1, .op = operation::set, .object_count = 1},
                                  {.kind = label_kind::ret, .thread = 1, .op = operation::set, .object_count = 1},
                                  {.kind = label_kind::quiescent, .result = 1}};
    const auto text = report::history_table(p, h, 3, {});
    CPPUNIT_ASSERT(text.find("wait(e0)  set(e0)") == std::string::npos);
    CPPUNIT_ASSERT(text.find("✗") != std::string::npos);
    CPPUNIT_ASSERT(text.find("the end: T0 sleeps") != std::string::npos);
    CPPUNIT_ASSERT(text.find("\033") == std::string::npos);
    CPPUNIT_ASSERT(report::history_table(p, h, 4, {}).find("✗") == std::string::npos);
    CPPUNIT_ASSERT(report::history_table(p, h, 3, {.colour = true}).find("\033") != std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(history_test);

}  // namespace
}  // namespace selvage::check

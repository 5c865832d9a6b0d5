// What is kept of atomic objects' values.

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <cstdint>
#include <vector>

#include "src/order/history_table.h"

namespace {

using namespace selvage;

class history_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(history_test);
  CPPUNIT_TEST(keeps_the_last_few);
  CPPUNIT_TEST(known_by_writing_or_reading);
  CPPUNIT_TEST(a_value_from_elsewhere_begins_anew);
  CPPUNIT_TEST(other_sizes_begin_anew);
  CPPUNIT_TEST(forgets_what_overlaps);
  CPPUNIT_TEST(many_objects);
  CPPUNIT_TEST_SUITE_END();

  alignas(8) std::array<std::uint8_t, 64> memory_{};

 public:
  void keeps_the_last_few() {
    order::store_history h;
    h.begin(memory_.data(), 4, 7, false);
    for (std::uint64_t v = 1; v <= 20; ++v) h.push(v);
    CPPUNIT_ASSERT_EQUAL(order::store_history::most, h.count());
    for (std::size_t back = 0; back < h.count(); ++back)
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{20 - back}, h.back(back).value);
  }

  void known_by_writing_or_reading() {
    order::stored_value v;
    v.writer = 3;
    v.epoch = 5;
    order::vector_clock now;
    now.set(3, 4);
    CPPUNIT_ASSERT(!v.known(now));
    now.set(2, 9);
    v.readers.set(2, 10);
    CPPUNIT_ASSERT(!v.known(now));
    now.set(2, 10);
    CPPUNIT_ASSERT(v.known(now));
    order::vector_clock writers;
    writers.set(3, 5);
    CPPUNIT_ASSERT(v.known(writers));
  }

  void a_value_from_elsewhere_begins_anew() {
    order::history_table all;
    auto& h = all.at(memory_.data(), 4, 0);
    h.push(1).carried.set(2, 6);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, all.at(memory_.data(), 4, 1).count());
    const auto& again = all.at(memory_.data(), 4, 8);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, again.count());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{8}, h.back(0).value);
    // Unseen code may have handed on what the last seen store did.
    CPPUNIT_ASSERT_EQUAL(6U, h.back(0).carried.at(2));
  }

  void other_sizes_begin_anew() {
    order::history_table all;
    all.at(memory_.data(), 8, 0).push(1);
    auto& upper = all.at(memory_.data() + 4, 4, 0);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, all.lookup(memory_.data())->count());
    upper.push(2);
    auto& lower = all.at(memory_.data(), 4, 1);
    lower.push(3);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, all.at(memory_.data() + 4, 4, 2).count());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, all.at(memory_.data(), 8, 3).count());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, all.lookup(memory_.data() + 4)->count());
  }

  void forgets_what_overlaps() {
    order::history_table all;
    all.at(memory_.data() + 4, 4, 0).push(1);
    all.at(memory_.data() + 8, 8, 0).push(1);
    all.forget(memory_.data(), 4);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, all.lookup(memory_.data() + 4)->count());
    all.forget(memory_.data() + 7, 1);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, all.lookup(memory_.data() + 4)->count());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, all.lookup(memory_.data() + 8)->count());
    all.forget(memory_.data(), memory_.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, all.lookup(memory_.data() + 8)->count());
    all.forget(memory_.data(), 0);
    all.forget_all();
    CPPUNIT_ASSERT(all.lookup(memory_.data() + 8) == nullptr);
  }

  void many_objects() {
    order::history_table all;
    const std::vector<std::uint64_t> objects(5'000);
    for (int round = 0; round < 2; ++round) {
      for (const auto& o : objects) all.at(&o, 8, 0).push(reinterpret_cast<std::uintptr_t>(&o));
      for (const auto& o : objects)
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{reinterpret_cast<std::uintptr_t>(&o)}, all.lookup(&o)->back(0).value);
      all.forget(objects.data(), objects.size() * 8);
      for (const auto& o : objects) CPPUNIT_ASSERT_EQUAL(std::size_t{0}, all.lookup(&o)->count());
      all.forget_all();
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(history_test);

}  // namespace

// The parts by themselves: clocks, shadow memory, heap modes, places.

#include <cppunit/extensions/HelperMacros.h>
#include <malloc.h>

#include <cstdlib>

#include "src/detect/detector.h"
#include "src/detect/places.h"
#include "src/detect/shadow.h"
#include "src/detect/symboliser.h"
#include "src/engine/address_set.h"
#include "src/order/vector_clock.h"
#include "src/strategy/strategies.h"

namespace {

using namespace selvage;

int some_global = 0;

}  // namespace

int g[16] = {1};  // what encodes __float128, too

namespace {

struct blocks {
  void* first{};
  void* second{};
};

void free_and_allocate(void* argument) {
  auto& b = *static_cast<blocks*>(argument);
  b.first = std::malloc(40);
  std::free(b.first);
  b.second = std::malloc(40);
  std::free(b.second);
}

engine::execution run(engine::thread_function body, void* argument, const engine::settings& options) {
  const auto schedules = strategy::named("random")->make({.seed = 1});
  engine::execution e;
  engine::run(*schedules, 0, body, argument, options, e);
  return e;
}

class parts_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(parts_test);
  CPPUNIT_TEST(clocks_join);
  CPPUNIT_TEST(shadow_forgets);
  CPPUNIT_TEST(address_set_knows_granules);
  CPPUNIT_TEST(heap_modes);
  CPPUNIT_TEST(heap_modes_take_turns);
  CPPUNIT_TEST(names_are_no_encodings);
  CPPUNIT_TEST(places_go_there_and_back);
  CPPUNIT_TEST_SUITE_END();

 public:
  void clocks_join() {
    order::vector_clock a;
    order::vector_clock b;
    a.set(0, 5);
    b.set(3, 2);
    b.set(0, 4);
    a.join(b);
    CPPUNIT_ASSERT_EQUAL(5U, a.at(0));
    CPPUNIT_ASSERT_EQUAL(0U, a.at(1));
    CPPUNIT_ASSERT_EQUAL(2U, a.at(3));
    CPPUNIT_ASSERT_EQUAL(0U, a.at(200));
    a.clear();
    a.set(4, 1);
    CPPUNIT_ASSERT_EQUAL(0U, a.at(3));
  }

  void shadow_forgets() {
    detect::shadow_memory shadow;
    auto& cell = shadow.at(0x1000);
    CPPUNIT_ASSERT(cell.generation != shadow.generation());
    cell.generation = shadow.generation();
    CPPUNIT_ASSERT_EQUAL(&cell, &shadow.at(0x1007));
    CPPUNIT_ASSERT(&cell != &shadow.at(0x1008));
    // Far more pages than the cache has places for.
    for (std::uintptr_t page = 0; page < 3000; ++page) shadow.at(0x10000000 + page * 4096).count = 1;
    CPPUNIT_ASSERT_EQUAL(&cell, &shadow.at(0x1000));
    shadow.forget_all();
    CPPUNIT_ASSERT(shadow.at(0x1000).generation != shadow.generation());
  }

  void address_set_knows_granules() {
    engine::address_set set;
    const auto at = [](std::uintptr_t n) { return reinterpret_cast<const void*>(n); };
    CPPUNIT_ASSERT(set.empty());
    CPPUNIT_ASSERT(set.insert(at(0x1004)));
    CPPUNIT_ASSERT(!set.insert(at(0x1001)));
    CPPUNIT_ASSERT(set.contains(at(0x1007), 1));
    CPPUNIT_ASSERT(set.contains(at(0xff0), 64));
    CPPUNIT_ASSERT(!set.contains(at(0x1008), 8));
    CPPUNIT_ASSERT(!set.contains(at(0xff8), 8));
  }

  void heap_modes() {
    blocks b;
    engine::settings options;
    options.heap = engine::heap_mode::reuse;
    CPPUNIT_ASSERT(run(free_and_allocate, &b, options).end == engine::ending::finished);
    CPPUNIT_ASSERT_EQUAL(b.first, b.second);
    options.heap = engine::heap_mode::quarantine;
    CPPUNIT_ASSERT(run(free_and_allocate, &b, options).end == engine::ending::finished);
    CPPUNIT_ASSERT(b.first != b.second);
  }

  void heap_modes_take_turns() {
    // With every strategy of a portfolio that rotates by four.
    bool seen[4][2]{};
    for (std::uint64_t i = 0; i < 16; ++i)
      seen[i % 4][detect::heap_mode_of(i) == engine::heap_mode::reuse ? 1 : 0] = true;
    for (const auto& s : seen) CPPUNIT_ASSERT(s[0] && s[1]);
  }

  void names_are_no_encodings() {
    detect::symboliser names;
    CPPUNIT_ASSERT_EQUAL(std::string("g + 32"), names.variable(&g[8]));
  }

  void places_go_there_and_back() {
    blocks b;
    run(free_and_allocate, &b, {});
    for (const void* p : {static_cast<const void*>(b.first), static_cast<const void*>(&some_global)}) {
      const auto text = detect::place_text(p);
      CPPUNIT_ASSERT(!text.empty());
      const auto back = detect::place_named(text);
      CPPUNIT_ASSERT(back.has_value());
      CPPUNIT_ASSERT_EQUAL(p, *back);
    }
    for (const char* wrong :
         {"", "heap", "heap+", "heap+12", "heap+0xzz", "nothing.so+0x10", "stack 1", "stack 9999-0x10"})
      CPPUNIT_ASSERT(!detect::place_named(wrong).has_value());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(parts_test);

}  // namespace

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "fuzz/program_bytes.h"
#include "src/program/generator.h"
#include "src/program/random.h"
#include "src/program/scenarios.h"
#include "src/program/topic.h"

namespace selvage::fuzzing {
namespace {

using check::corpus_entry;
using check::program;
using model::family;

constexpr std::array families{family::handles,  family::events,      family::async_results, family::registrations,
                              family::disposal, family::event_based, family::components};

class bytes_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(bytes_test);
  CPPUNIT_TEST(the_corpus_comes_back);
  CPPUNIT_TEST(generated_programs_come_back);
  CPPUNIT_TEST(any_bytes_are_a_program);
  CPPUNIT_TEST(every_byte_counts_where_they_end);
  CPPUNIT_TEST(what_is_left_over_is_ignored);
  CPPUNIT_TEST(what_a_client_may_not_do_has_no_bytes);
  CPPUNIT_TEST(the_bytes_of_an_operation_stand_in_a_program);
  CPPUNIT_TEST_SUITE_END();

  static std::vector<std::uint8_t> some_bytes(check::random_source& random) {
    std::vector<std::uint8_t> bytes(random.below(80));
    for (auto& b : bytes) b = static_cast<std::uint8_t>(random.next());
    return bytes;
  }

  static bool comes_back(const corpus_entry& e) {
    const auto f = check::family_of(e.what);
    const auto bytes = encode(f, e);
    if (!bytes) return false;
    const auto back = decode(f, *bytes);
    CPPUNIT_ASSERT_EQUAL(to_text(with_plain_names(e.what)), to_text(back.what));
    CPPUNIT_ASSERT(back.what == with_plain_names(e.what));
    CPPUNIT_ASSERT_EQUAL(e.seed, back.seed);
    CPPUNIT_ASSERT_EQUAL(e.interrupts, back.interrupts);
    return true;
  }

 public:
  void the_corpus_comes_back() {
    const auto all = check::corpus(SELVAGE_FUZZ_CORPUS).load();
    CPPUNIT_ASSERT(all.size() > 30);
    for (const auto& e : all) CPPUNIT_ASSERT_MESSAGE(to_text(e.what), comes_back(e));
    std::size_t scenarios = 0;
    for (const auto& s : check::scenarios()) scenarios += comes_back({s.make(), 1, s.interrupts}) ? 1U : 0U;
    CPPUNIT_ASSERT(scenarios > check::scenarios().size() * 3 / 4);
  }

  void generated_programs_come_back() {
    const check::capabilities can{families};
    std::map<family, std::size_t> made;
    std::map<family, std::size_t> back;
    check::random_source random(7);
    for (std::uint64_t i = 0; i < 4'000; ++i) {
      const auto p = check::generate_program(1, i, can);
      CPPUNIT_ASSERT(check::parse_program(to_text(p)) == p);
      const auto f = check::family_of(p);
      ++made[f];
      back[f] += comes_back({p, random.next(), random.chance(50)}) ? 1U : 0U;
    }
    for (const auto f : families) {
      CPPUNIT_ASSERT(made[f] > 100);
      // A registration's generator may close the event that its callback unregisters with.
      CPPUNIT_ASSERT_MESSAGE(
          std::string(model::name(f)) + ": " + std::to_string(back[f]) + " of " + std::to_string(made[f]),
          f == family::registrations ? back[f] * 20 > made[f] * 19 : back[f] == made[f]);
    }
  }

  void any_bytes_are_a_program() {
    check::random_source random(11);
    for (const auto f : families) {
      for (int i = 0; i < 1'000; ++i) {
        const auto e = decode(f, some_bytes(random));
        CPPUNIT_ASSERT(!e.what.threads.empty());
        CPPUNIT_ASSERT(check::family_of(e.what) == f);
        CPPUNIT_ASSERT(check::parse_program(to_text(e.what)) == e.what);
        CPPUNIT_ASSERT_MESSAGE(to_text(e.what), comes_back(e));
      }
    }
  }

  void every_byte_counts_where_they_end() {
    const std::vector<std::uint8_t> one{1, 2, 3};
    CPPUNIT_ASSERT(decode(family::events, one) == decode(family::events, one));
    for (std::size_t i = 0; i < one.size(); ++i) {
      auto other = one;
      other[i] = static_cast<std::uint8_t>(other[i] + 16);  // the same choice, but another hash
      CPPUNIT_ASSERT(decode(family::events, one).seed != decode(family::events, other).seed);
    }
  }

  void what_is_left_over_is_ignored() {
    const corpus_entry e{check::parse_program("object e0 manual-reset-event\nthread set(e0)\n"), 0x0102030405060708U,
                         true};
    auto bytes = *encode(family::events, e);
    CPPUNIT_ASSERT_EQUAL(std::uint8_t{1}, bytes.back());
    bytes.push_back(77);
    CPPUNIT_ASSERT(decode(family::events, bytes) == e);
  }

  void what_a_client_may_not_do_has_no_bytes() {
    const auto refused = [](const char* text) {
      const auto p = check::parse_program(text);
      CPPUNIT_ASSERT_MESSAGE(text, !encode(check::family_of(p), {p, 1, false}));
    };
    refused("object p0 async-operation inline\nthread post(p0)\nthread post(p0)\nthread post(p0)\n");
    refused("object p0 async-operation inline loop\nthread post(p0)\n");
    refused("object e0 manual-reset-event\nobject r0 registration of e0\nthread register_wait(r0); set(e0)\n");
    refused(
        "object e0 auto-reset-event\nobject r0 registration of e0 callback { set(e0) }\n"
        "thread register_wait(r0); set(e0)\n");
    refused("object o0 async-result synchronous begun\nthread end(o0)\n");
    refused("object w0 background-worker\nobject w1 background-worker\nthread run_async(w0)\n");
    refused("object e0 manual-reset-event\nthread wait(e0, 37ms)\n");
    refused("object h0 safe-handle\nobject e0 manual-reset-event\nthread add_ref(h0)\n");
  }

  void the_bytes_of_an_operation_stand_in_a_program() {
    const auto p = check::parse_program("object e0 manual-reset-event\nthread wait(e0, 10ms)\n");
    const std::array kinds{model::object_kind::manual_reset_event};
    const auto part = encode(family::events, kinds, p.threads[0][0]);
    const auto whole = encode(family::events, {p, 1, false});
    CPPUNIT_ASSERT(part && whole && part->size() == 3);
    CPPUNIT_ASSERT(std::ranges::search(*whole, *part).begin() != whole->end());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(bytes_test);

}  // namespace
}  // namespace selvage::fuzzing

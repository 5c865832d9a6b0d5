// The simulated descriptors do what the system's do: the same programs, in control and not, write down the same.

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <sstream>
#include <string>

#include "tests/programs/explore.h"
#include "tests/programs/record.h"

namespace {

using namespace selvage;

std::string natively(const std::string& name, unsigned seed = 0) {
  const auto seen = std::make_unique<record>();
  seen->seed = seed;
  programs::find(name)(seen.get());
  return {seen->text, seen->size};
}

std::string in_control(const std::string& name, unsigned seed = 0) {
  const auto seen = std::make_unique<record>();
  seen->seed = seed;
  const auto s = programs::make({.strategy = "random"});
  engine::execution e;
  const engine::settings options{.max_steps = 1'000'000};  // a pipe filled byte by byte
  engine::run(*s, 0, programs::find(name), seen.get(), options, e);
  std::string text(seen->text, seen->size);
  if (e.end != engine::ending::finished) text += engine::name(e.end) + (": " + e.message);
  return text;
}

/// The first lines that differ, with a few before them.
std::string difference(const std::string& native, const std::string& simulated) {
  std::istringstream a(native);
  std::istringstream b(simulated);
  std::string context;
  for (std::string x, y; std::getline(a, x);) {
    if (!std::getline(b, y)) return context + "the system goes on: " + x;
    if (x != y) return context + "the system: " + x + "\nthe engine: " + y;
    context += x + "\n";
  }
  return context;
}

}  // namespace

class descriptor_facts_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(descriptor_facts_test);
  CPPUNIT_TEST(agree);
  CPPUNIT_TEST(agree_on_what_is_drawn);
  CPPUNIT_TEST(threads_do_what_is_drawn);
  CPPUNIT_TEST_SUITE_END();

  void agree() {
    std::string differ;
    for (const char* name : {"facts_eventfd", "facts_pipe", "facts_duplicates", "facts_epoll", "facts_poll_and_select",
                             "facts_timer", "facts_sockets"}) {
      const std::string native = natively(name);
      const std::string simulated = in_control(name);
      CPPUNIT_ASSERT_MESSAGE(name, native.size() > 100);
      if (native != simulated) differ += name + ("\n" + difference(native, simulated)) + "\n";
    }
    CPPUNIT_ASSERT_MESSAGE(differ, differ.empty());
  }

  void agree_on_what_is_drawn() {
    for (unsigned seed = 1; seed <= 1000; ++seed) {
      const std::string native = natively("facts_drawn", seed);
      const std::string simulated = in_control("facts_drawn", seed);
      CPPUNIT_ASSERT_MESSAGE("seed " + std::to_string(seed) + "\n" + difference(native, simulated),
                             native == simulated);
    }
  }

  // Every execution ends by itself or in a deadlock, and the same schedule ends the same way.
  void threads_do_what_is_drawn() {
    const auto seen = std::make_unique<record>();
    const auto s = programs::make({.strategy = "pos"});
    engine::settings options{.interrupts = true};
    unsigned stuck = 0;
    unsigned finished = 0;
    for (unsigned i = 0; i < 2000; ++i) {
      seen->seed = i / 4;
      std::string first;
      for (unsigned again = 0; again < 2; ++again) {
        engine::execution e;
        engine::run(*s, i, programs::find("threads_drawn"), seen.get(), options, e);
        const std::string told = "seed " + std::to_string(seen->seed) + ": " + engine::name(e.end) + ": " + e.message;
        CPPUNIT_ASSERT_MESSAGE(told, e.end == engine::ending::finished || e.end == engine::ending::deadlock);
        std::string all = told + ", " + std::to_string(e.steps);
        for (const engine::stuck_thread& t : e.stuck) all += "; " + t.name + ": " + t.waits;
        for (const engine::choice& c : e.schedule) all += " " + std::to_string(c.value);
        if (again != 0) CPPUNIT_ASSERT_EQUAL(first, all);
        first = all;
        ++(e.end == engine::ending::finished ? finished : stuck);
      }
    }
    CPPUNIT_ASSERT(stuck > 100 && finished > 100);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(descriptor_facts_test);

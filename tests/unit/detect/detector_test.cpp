// What the detector says of executions whose programs call the intercepted functions directly.

#include <cppunit/extensions/HelperMacros.h>
#include <malloc.h>
#include <pthread.h>

#include <cstdlib>
#include <string>

#include "src/detect/detector.h"
#include "src/detect/explain.h"
#include "src/detect/text.h"
#include "src/engine/engine.h"
#include "src/strategy/strategies.h"

extern "C" {
void __tsan_read4(void*);
void __tsan_write4(void*);
}

namespace {

using namespace selvage;
using engine::finding_kind;

struct thread_pair {
  void (*first)();
  void (*second)();
};

void call(void* f) { (*static_cast<void (**)()>(f))(); }

void both(void* argument) {
  auto& p = *static_cast<thread_pair*>(argument);
  const auto a = engine::spawn(call, &p.first);
  const auto b = engine::spawn(call, &p.second);
  engine::join(a);
  engine::join(b);
}

// ---- reorder: with scheduling points at no plain access, the reader never comes between the two writes ----

int written_first;
int written_second;
bool reader_came_between;

void write_both() {
  __tsan_write4(&written_first);
  written_first = 1;
  __tsan_write4(&written_second);
  written_second = 1;
}

void read_both() {
  __tsan_read4(&written_first);
  const int first = written_first;
  __tsan_read4(&written_second);
  if (first != written_second) reader_came_between = true;
}

void reorder(void*) {
  written_first = written_second = 0;
  thread_pair p{write_both, read_both};
  both(&p);
}

// ---- locks ----

pthread_mutex_t lock_a = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t lock_b = PTHREAD_MUTEX_INITIALIZER;

void a_then_b() {
  pthread_mutex_lock(&lock_a);
  pthread_mutex_lock(&lock_b);
  pthread_mutex_unlock(&lock_b);
  pthread_mutex_unlock(&lock_a);
}

void b_then_a() {
  pthread_mutex_lock(&lock_b);
  pthread_mutex_lock(&lock_a);
  pthread_mutex_unlock(&lock_a);
  pthread_mutex_unlock(&lock_b);
}

void b_then_tries_a() {
  pthread_mutex_lock(&lock_b);
  if (pthread_mutex_trylock(&lock_a) == 0) pthread_mutex_unlock(&lock_a);
  pthread_mutex_unlock(&lock_b);
}

void leaks(void*) {
  for (int i = 0; i < 3; ++i) {
    void* volatile lost = std::malloc(10);
    static_cast<void>(lost);
  }
}

void frees_twice(void*) {
  void* volatile p = std::malloc(8);
  std::free(p);
  std::free(p);
}

class detector_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(detector_test);
  CPPUNIT_TEST(a_racy_location_becomes_a_point);
  CPPUNIT_TEST(two_orders_warn_or_deadlock);
  CPPUNIT_TEST(a_trylock_cannot_deadlock);
  CPPUNIT_TEST(leaks_are_counted);
  CPPUNIT_TEST(a_double_free_names_both_frees);
  CPPUNIT_TEST(each_detector_can_be_switched_off);
  CPPUNIT_TEST(the_steady_state_does_not_allocate);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_racy_location_becomes_a_point() {
    detect::detector watch;
    engine::settings options;
    options.watch = &watch;
    options.racy = &watch.racy();
    const auto schedules = strategy::named("random")->make({.seed = 1});
    engine::execution e;
    reader_came_between = false;
    engine::run(*schedules, 0, reorder, nullptr, options, e);
    CPPUNIT_ASSERT_EQUAL(std::string("data-race"), std::string(detect::verdict(e)));
    CPPUNIT_ASSERT(!reader_came_between);
    CPPUNIT_ASSERT(watch.racy().size() >= 1);
    for (std::uint64_t i = 1; i < 100; ++i) engine::run(*schedules, i, reorder, nullptr, options, e);
    CPPUNIT_ASSERT(reader_came_between);

    reader_came_between = false;
    options.racy = nullptr;
    for (std::uint64_t i = 0; i < 100; ++i) engine::run(*schedules, i, reorder, nullptr, options, e);
    CPPUNIT_ASSERT(!reader_came_between);
  }

  void two_orders_warn_or_deadlock() {
    thread_pair p{a_then_b, b_then_a};
    unsigned warned = 0;
    unsigned stuck = 0;
    detect::detector watch;
    explore(watch, both, &p, [&](const engine::execution& e) {
      if (e.end == engine::ending::deadlock) {
        ++stuck;
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, e.findings.size());
        const auto& text = e.findings.front().message;
        CPPUNIT_ASSERT_MESSAGE(text, text.find("which waits for mutex") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::string("deadlock"), std::string(detect::verdict(e)));
      } else {
        ++warned;
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, e.warnings.size());
        CPPUNIT_ASSERT(e.warnings.front().kind == finding_kind::lock_inversion);
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, e.warnings.front().deed_count);
        CPPUNIT_ASSERT_EQUAL(std::string(), std::string(detect::verdict(e)));
      }
    });
    CPPUNIT_ASSERT(warned > 10);
    CPPUNIT_ASSERT(stuck > 10);
  }

  void a_trylock_cannot_deadlock() {
    thread_pair p{a_then_b, b_then_tries_a};
    detect::detector watch;
    explore(watch, both, &p, [](const engine::execution& e) {
      CPPUNIT_ASSERT(e.end == engine::ending::finished);
      CPPUNIT_ASSERT(e.warnings.empty());
    });
  }

  void leaks_are_counted() {
    detect::detector watch;
    explore(watch, leaks, nullptr, [](const engine::execution& e) {
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, e.findings.size());
      CPPUNIT_ASSERT(e.findings[0].kind == finding_kind::leak);
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, e.findings[0].count);
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{30}, e.findings[0].size);
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{30}, e.leaked_bytes);
    });
  }

  void a_double_free_names_both_frees() {
    detect::detector watch;
    explore(watch, frees_twice, nullptr, [](const engine::execution& e) {
      CPPUNIT_ASSERT(e.end == engine::ending::double_free);
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, e.findings.size());
      const auto& f = e.findings[0];
      CPPUNIT_ASSERT(f.kind == finding_kind::double_free);
      CPPUNIT_ASSERT_EQUAL(std::size_t{3}, f.deed_count);
      CPPUNIT_ASSERT(f.deeds[0].what == engine::deed::freed && f.deeds[1].what == engine::deed::freed);
      CPPUNIT_ASSERT(f.deeds[0].event > f.deeds[1].event && f.deeds[1].event > f.deeds[2].event);
    });
  }

  void each_detector_can_be_switched_off() {
    detect::detector no_races({.races = false});
    explore(no_races, reorder, nullptr, [](const engine::execution& e) { CPPUNIT_ASSERT(e.findings.empty()); });
    detect::detector no_leaks({.leaks = false});
    explore(no_leaks, leaks, nullptr, [](const engine::execution& e) { CPPUNIT_ASSERT(e.findings.empty()); });
    thread_pair p{a_then_b, b_then_a};
    detect::detector no_locks({.locks = false});
    explore(no_locks, both, &p, [](const engine::execution& e) { CPPUNIT_ASSERT(e.warnings.empty()); });
  }

  void the_steady_state_does_not_allocate() {
    detect::detector watch;
    thread_pair p{a_then_b, b_then_a};
    const auto campaign = [&] {
      explore(watch, reorder, nullptr, [](const engine::execution&) {});
      explore(watch, leaks, nullptr, [](const engine::execution&) {});
      explore(watch, both, &p, [](const engine::execution&) {});
    };
    campaign();
    const auto before = mallinfo2().uordblks;
    for (int i = 0; i < 20; ++i) campaign();
    CPPUNIT_ASSERT_EQUAL(before, mallinfo2().uordblks);
  }

 private:
  template <class F>
  static void explore(detect::detector& watch, engine::thread_function body, void* argument, F judge) {
    const auto schedules = strategy::named("random")->make({.seed = 5});
    engine::settings options;
    options.watch = &watch;
    engine::execution e;
    for (std::uint64_t i = 0; i < 200; ++i) {
      options.heap = detect::heap_mode_of(i);
      engine::run(*schedules, i, body, argument, options, e);
      judge(e);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(detector_test);

}  // namespace

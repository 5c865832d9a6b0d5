// The race detector against happens-before worked out from its definition, on random programs: the same races in the
// same schedules, no more and no fewer.

#include <cppunit/extensions/HelperMacros.h>
#include <pthread.h>
#include <semaphore.h>

#include <random>
#include <set>
#include <string>

#include "src/detect/detector.h"
#include "src/detect/text.h"
#include "src/engine/engine.h"
#include "src/strategy/strategies.h"
#include "tests/unit/detect/random_programs.h"

extern "C" {
void __tsan_read1(void*);
void __tsan_read2(void*);
void __tsan_read4(void*);
void __tsan_read8(void*);
void __tsan_write1(void*);
void __tsan_write2(void*);
void __tsan_write4(void*);
void __tsan_write8(void*);
unsigned __tsan_atomic32_load(const volatile unsigned*, int);
void __tsan_atomic32_store(volatile unsigned*, unsigned, int);
unsigned __tsan_atomic32_fetch_add(volatile unsigned*, unsigned, int);
int __tsan_atomic32_compare_exchange_strong(volatile unsigned*, unsigned*, unsigned, int, int);
void __tsan_atomic_thread_fence(int);
}

namespace {

using namespace selvage;
using tests::act;
using tests::event;
using tests::operation;

alignas(8) unsigned char memory[tests::shared_bytes];
pthread_mutex_t mutex;
pthread_rwlock_t rwlock;
sem_t semaphore;

constexpr std::size_t most_events = 64;
event trace[most_events];
std::size_t trace_size;

void note(event e) { trace[trace_size++] = e; }

void access(bool write, void* a, unsigned size) {
  switch (size) {
    case 1:
      return write ? __tsan_write1(a) : __tsan_read1(a);
    case 2:
      return write ? __tsan_write2(a) : __tsan_read2(a);
    case 4:
      return write ? __tsan_write4(a) : __tsan_read4(a);
    default:
      return write ? __tsan_write8(a) : __tsan_read8(a);
  }
}

int failure_order(int order) {
  if (order == __ATOMIC_ACQ_REL) return __ATOMIC_ACQUIRE;
  return order == __ATOMIC_RELEASE ? __ATOMIC_RELAXED : order;
}

struct player {
  const tests::thread_operations* operations;
  std::uint8_t id;
};

// The engine switches only before an operation takes effect: what is noted after it is in the order of the schedule.
void play(const operation& o, std::uint8_t me) {
  event e{.thread = me,
          .what = o.what,
          .released = false,
          .place = o.place,
          .size = o.size,
          .order = o.order,
          .done = false};
  void* const a = memory + o.place;
  auto* const word = reinterpret_cast<volatile unsigned*>(a);
  const auto guarded = [&](bool write) {
    note(e);
    access(write, a, o.size);
    event inner = e;
    inner.what = write ? act::write : act::read;
    note(inner);
  };
  switch (o.what) {
    case act::read:
    case act::write:
      access(o.what == act::write, a, o.size);
      return note(e);
    case act::atomic_load:
      __tsan_atomic32_load(word, o.order);
      return note(e);
    case act::atomic_store:
      __tsan_atomic32_store(word, 1, o.order);
      return note(e);
    case act::atomic_add:
      __tsan_atomic32_fetch_add(word, 1, o.order);
      return note(e);
    case act::compare_exchange: {
      unsigned expected = 1;
      e.done = __tsan_atomic32_compare_exchange_strong(word, &expected, 2, o.order, failure_order(o.order)) != 0;
      if (!e.done) e.order = failure_order(o.order);
      return note(e);
    }
    case act::fence:
      __tsan_atomic_thread_fence(o.order);
      return note(e);
    case act::locked:
      pthread_mutex_lock(&mutex);
      guarded(true);
      pthread_mutex_unlock(&mutex);
      break;
    case act::read_locked:
      pthread_rwlock_rdlock(&rwlock);
      guarded(false);
      pthread_rwlock_unlock(&rwlock);
      break;
    case act::write_locked:
      pthread_rwlock_wrlock(&rwlock);
      guarded(true);
      pthread_rwlock_unlock(&rwlock);
      break;
    case act::post:
      sem_post(&semaphore);
      return note(e);
    case act::try_wait:
      e.done = sem_trywait(&semaphore) == 0;
      return note(e);
  }
  e.released = true;
  note(e);
}

void play_all(void* self) {
  const auto& p = *static_cast<player*>(self);
  for (const operation& o : *p.operations) play(o, p.id);
}

void body(void* argument) {
  const auto& program = *static_cast<const tests::random_program*>(argument);
  trace_size = 0;
  std::fill(std::begin(memory), std::end(memory), static_cast<unsigned char>(0));
  pthread_mutex_init(&mutex, nullptr);
  pthread_rwlock_init(&rwlock, nullptr);
  sem_init(&semaphore, 0, 0);
  static player players[4];
  engine::thread_id threads[4]{};
  for (std::size_t t = 0; t < program.size(); ++t) {
    players[t] = {&program[t], static_cast<std::uint8_t>(t)};
    threads[t] = engine::spawn(play_all, &players[t]);
  }
  for (std::size_t t = 0; t < program.size(); ++t) engine::join(threads[t]);
}

class ground_truth_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ground_truth_test);
  CPPUNIT_TEST(same_races_in_every_schedule);
  CPPUNIT_TEST_SUITE_END();

 public:
  void same_races_in_every_schedule() {
    std::mt19937 random(2024);
    unsigned racing = 0;
    unsigned clean = 0;
    for (unsigned n = 0; n < 400; ++n) {
      auto program = tests::make_program(random);
      const char* const names[] = {"random", "urw", "pos", "pct"};
      const auto schedules = strategy::named(names[n % 4])->make({.seed = n});
      detect::detector watch;
      engine::settings options;
      options.watch = &watch;
      options.memory_points = n % 3 != 0;
      engine::execution e;
      if (schedules->wants_profile()) engine::run(*schedules, engine::profile_index, body, &program, options, e);
      for (std::uint64_t i = 0; i < 50; ++i) {
        engine::run(*schedules, i, body, &program, options, e);
        CPPUNIT_ASSERT(e.end == engine::ending::finished);
        const auto expected = tests::racing_granules({trace, trace + trace_size});
        std::uint32_t found = 0;
        for (const auto& f : e.findings) {
          CPPUNIT_ASSERT(f.kind == engine::finding_kind::data_race);
          found |= 1U << (static_cast<std::size_t>(static_cast<const unsigned char*>(f.address) - memory) / 8);
        }
        CPPUNIT_ASSERT_EQUAL_MESSAGE("program " + std::to_string(n) + ", execution " + std::to_string(i), expected,
                                     found);
        ++(expected != 0 ? racing : clean);
      }
    }
    // The comparison would prove nothing if all schedules were alike.
    CPPUNIT_ASSERT(racing > 2000);
    CPPUNIT_ASSERT(clean > 2000);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ground_truth_test);

}  // namespace

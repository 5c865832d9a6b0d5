// Correct programs end `finished`, with the right values, under every strategy, at both granularities and under weak
// memory.

#include <cppunit/extensions/HelperMacros.h>

#include <initializer_list>
#include <string>

#include "src/order/weak_memory.h"
#include "src/strategy/strategies.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
using programs::exploration;
using programs::explore;
using programs::request;

std::string explain(const std::string& name, const request& r, const exploration& seen) {
  std::string text = name + " under " + r.strategy + (r.settings.memory_points ? ", memory points" : "") +
                     (r.settings.model != nullptr ? ", weak memory" : "") + ": ";
  if (!seen.first) return text + std::to_string(seen.executions) + " executions";
  text += "execution " + std::to_string(seen.first->index) + " " + engine::name(seen.first->end) + ": " +
          seen.first->message;
  for (const engine::stuck_thread& t : seen.first->stuck) text += "; " + t.name + " " + t.waits;
  return text;
}

}  // namespace

class correct_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(correct_test);
  CPPUNIT_TEST(threads);
  CPPUNIT_TEST(mutexes);
  CPPUNIT_TEST(conditions);
  CPPUNIT_TEST(futures);
  CPPUNIT_TEST(semaphores_latches_barriers);
  CPPUNIT_TEST(shared_mutexes);
  CPPUNIT_TEST(stop_tokens);
  CPPUNIT_TEST(atomics);
  CPPUNIT_TEST(exceptions);
  CPPUNIT_TEST(pthreads);
  CPPUNIT_TEST(keys);
  CPPUNIT_TEST(thread_state);
  CPPUNIT_TEST(clocks);
  CPPUNIT_TEST(memory);
  CPPUNIT_TEST(streams);
  CPPUNIT_TEST_SUITE_END();

  enum class kind { plain, memory_points, weak_memory };

  static void hold(std::initializer_list<const char*> names) {
    for (const char* name : names)
      for (const strategy::entry& s : strategy::all())
        for (const kind k : {kind::plain, kind::memory_points, kind::weak_memory}) {
          static order::weak_memory weak;
          request r{.strategy = std::string(s.name)};
          r.settings.memory_points = k == kind::memory_points;
          if (k == kind::weak_memory) r.settings.model = &weak;
          r.settings.max_steps = 200'000;  // a regular expression is a lot of plain accesses
          const exploration seen = explore(name, r);
          CPPUNIT_ASSERT_MESSAGE(explain(name, r, seen), seen.executions > 0 && seen.all_finished());
          CPPUNIT_ASSERT_EQUAL_MESSAGE(explain(name, r, seen) + ", bytes left", std::uint64_t{0}, seen.leaked);
        }
  }

  void threads() {
    hold({"thread_join", "thread_ids", "thread_detach", "thread_detach_outlives_body", "thread_nested", "thread_many",
          "thread_local_destroyed_before_join_returns", "call_once_runs_once", "call_once_exceptional"});
    // The body's own thread_local object dies after it has returned; a static local's memory lives to the end.
    hold({"thread_locals"});
  }
  void mutexes() {
    hold({"mutex_excludes", "mutex_try_lock", "recursive_mutex", "timed_mutex", "recursive_timed_mutex", "lock_two",
          "mutex_error_checking", "mutex_recursive_pthread", "mutex_clocklock", "mutex_hand_over"});
  }
  void conditions() {
    hold({"condition_hand_off", "condition_notify_all", "condition_which_waiter", "condition_wait_for",
          "condition_wait_until", "condition_any", "condition_at_thread_exit", "condition_if_instead_of_while",
          "condition_relock_contended"});
  }
  void futures() {
    hold({"promise_and_future", "future_exception", "future_broken_promise", "future_async", "future_packaged_task",
          "future_shared_by_two", "future_wait_for", "future_at_thread_exit", "future_same_exception_twice"});
  }
  void semaphores_latches_barriers() {
    hold({"semaphore_counting", "semaphore_release_many", "semaphore_binary", "semaphore_try_acquire_for", "latch",
          "barrier_phases", "barrier_drop", "barrier_token"});
  }
  void shared_mutexes() {
    hold({"shared_mutex_readers_and_writer", "shared_mutex_readers_meet", "shared_mutex_try", "shared_timed_mutex"});
  }
  void stop_tokens() {
    hold({"jthread_stops", "stop_callback_runs_once", "stop_from_two_threads", "condition_any_stop_token"});
  }
  void atomics() {
    hold({"atomic_every_width", "atomic_counters", "atomic_sixteen_bytes", "atomic_sixteen_byte_struct",
          "atomic_bool_pointer_float", "atomic_flag_spinlock", "atomic_wait_notify", "atomic_wait_other_widths",
          "atomic_reference", "atomic_fences", "shared_ptr_counts", "atomic_spin_without_yield"});
  }
  void exceptions() {
    hold({"exception_each_thread_its_own", "exception_in_flight_across_switches", "exception_nested",
          "exception_rethrown_elsewhere", "exception_with_nested"});
  }
  void pthreads() {
    hold({"pthread_return_values", "pthread_exit_unwinds", "pthread_detached", "pthread_try_and_timed_join",
          "pthread_rwlock", "pthread_spinlock", "pthread_barrier", "pthread_once_global", "posix_semaphore",
          "semaphore_interrupted", "pthread_condition_clock", "errno_is_each_threads_own"});
  }
  void thread_state() {
    hold({"errno_of_each_thread", "locale_of_each_thread", "locale_left_behind", "load_error_of_each_thread",
          "error_text_of_each_thread"});
  }
  void keys() { hold({"key_destructors", "key_reused_begins_empty", "key_left_behind", "key_destructor_sets_again"}); }
  void clocks() {
    hold({"clock_every_sleep", "clock_far_deadlines", "clock_every_clock", "clock_never_goes_back",
          "sleepers_wake_in_order", "clock_watched", "clock_watched_by_two"});
  }
  void memory() {
    hold({"memory_family", "memory_from_libc", "memory_new_delete", "memory_addresses", "memory_between_threads",
          "memory_large", "loaded_given_back",
          "loaded_changes"});
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{100}, explore("memory_leaked", {}).leaked);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{12}, explore("memory_leaked_by_libc", {}).leaked);
  }
  void streams() {
    hold(
        {"stream_formatting", "stream_stdio", "stream_files", "stream_locale", "stream_wide_and_regex", "stream_time"});
    // Destructors of statics run at exit: an execution has none, so what they own is left.
    for (const char* name : {"static_with_destructor", "static_local"}) {
      const exploration seen = explore(name, {.executions = 2000});
      CPPUNIT_ASSERT_MESSAGE(explain(name, {}, seen), seen.all_finished());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(correct_test);

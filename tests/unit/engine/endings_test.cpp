// Planted bugs end as what they are, and the process goes on.

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "src/strategy/strategies.h"
#include "tests/programs/explore.h"

namespace {

using namespace selvage;
using engine::ending;
using programs::exploration;
using programs::explore;
using programs::failure;
using programs::request;

}  // namespace

class endings_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(endings_test);
  CPPUNIT_TEST(deadlocks);
  CPPUNIT_TEST(the_runtimes_own_lost_wakeup);
  CPPUNIT_TEST(leaked_thread);
  CPPUNIT_TEST(livelocks);
  CPPUNIT_TEST(exceptions);
  CPPUNIT_TEST(aborts_and_assertions);
  CPPUNIT_TEST(crashes);
  CPPUNIT_TEST(heap);
  CPPUNIT_TEST(misuse);
  CPPUNIT_TEST(exits);
  CPPUNIT_TEST(exit_handlers);
  CPPUNIT_TEST(unsupported);
  CPPUNIT_TEST(good_executions_follow);
  CPPUNIT_TEST_SUITE_END();

  /// The first failure, which must be of that kind and say so.
  static failure find(const char* name, ending e, std::string_view says = {}, const request& asked = {}) {
    request r = asked;
    r.executions = 10'000;
    r.stop_at_first = true;
    const exploration seen = explore(name, r);
    CPPUNIT_ASSERT_MESSAGE(std::string(name) + ": nothing found", seen.first.has_value());
    const failure& f = *seen.first;
    const std::string told = std::string(name) + ": " + engine::name(f.end) + ": " + f.message;
    CPPUNIT_ASSERT_MESSAGE(told, f.end == e);
    CPPUNIT_ASSERT_MESSAGE(told, f.message.find(says) != std::string::npos);
    return f;
  }

  static std::string waits(const failure& f) {
    std::string text;
    for (const engine::stuck_thread& t : f.stuck) text += t.name + ": " + t.waits + "\n";
    return text;
  }

  void deadlocks() {
    // The numbers are the order in which the schedule first touched the mutexes.
    const std::string both = waits(find("wrong_deadlock", ending::deadlock, "nothing can move"));
    CPPUNIT_ASSERT_MESSAGE(both, both == "main: join of main.0\n"
                                         "main.0: lock on mutex 2, held by main.1\n"
                                         "main.1: lock on mutex 1, held by main.0\n" ||
                                     both ==
                                         "main: join of main.0\n"
                                         "main.0: lock on mutex 1, held by main.1\n"
                                         "main.1: lock on mutex 2, held by main.0\n");
    CPPUNIT_ASSERT_EQUAL(std::string("main: lock on mutex 1, held by main\n"),
                         waits(find("wrong_self_deadlock", ending::deadlock)));
    CPPUNIT_ASSERT_EQUAL(std::string("main: lock on mutex 1, held by main.0\n"),
                         waits(find("wrong_lock_kept", ending::deadlock)));
    CPPUNIT_ASSERT_EQUAL(std::string("main: join of main.0\nmain.0: write lock on rwlock 1\n"),
                         waits(find("wrong_rwlock_deadlock", ending::deadlock)));
    CPPUNIT_ASSERT_EQUAL(std::string("main: wait on semaphore 1\n"),
                         waits(find("wrong_semaphore_deadlock", ending::deadlock)));
    CPPUNIT_ASSERT_EQUAL(std::string("main: barrier wait on barrier 1\n"),
                         waits(find("wrong_barrier_deadlock", ending::deadlock)));
    CPPUNIT_ASSERT_EQUAL(std::string("main: join of main.0\nmain.0: wait on condition variable 1\n"),
                         waits(find("wrong_lost_wakeup", ending::deadlock)));
  }

  // A sleeper that nobody wakes, in std::counting_semaphore itself.
  void the_runtimes_own_lost_wakeup() {
#if _GLIBCXX_RELEASE == 12
    const failure f = find("semaphore_sleeps_on", ending::deadlock, {}, {.strategy = "pos"});
    CPPUNIT_ASSERT_MESSAGE(waits(f), waits(f).find("wait on futex 1") != std::string::npos);
#endif
  }

  void leaked_thread() {
    CPPUNIT_ASSERT_EQUAL(std::string("main.0: wait on futex 1\n"),
                         waits(find("wrong_leaked_thread", ending::leaked_thread, "1 thread")));
  }

  void livelocks() {
    for (const strategy::entry& s : strategy::all()) {
      request r{.strategy = std::string(s.name)};
      r.settings.max_steps = 2000;
      find("wrong_livelock", ending::step_limit, "scheduled fairly", r);
      find("wrong_livelock_without_yield", ending::step_limit, "scheduled fairly", r);
      // As long as another thread can run, whoever spins is not stuck.
      for (const char* name : {"thread_detach", "atomic_spin_without_yield", "atomic_flag_spinlock", "jthread_stops"}) {
        const exploration seen = explore(name, r);
        CPPUNIT_ASSERT_MESSAGE(r.strategy + ": " + name, seen.all_finished());
      }
    }
  }

  void exceptions() {
    find("wrong_uncaught", ending::uncaught_exception, "std::runtime_error: nobody catches this");
    find("wrong_uncaught_sometimes", ending::uncaught_exception, "int");
    find("wrong_noexcept", ending::uncaught_exception, "std::logic_error: out of a noexcept function");
  }

  void aborts_and_assertions() {
    find("wrong_abort", ending::aborted, "abort");
    find("wrong_raise", ending::aborted);
    find("wrong_joinable_destroyed", ending::aborted, "std::terminate");
    find("wrong_assert", ending::assertion, "seen == 0");
    find("wrong_assert", ending::assertion, "wrong.cpp:");
  }

  void crashes() {
    find("wrong_segfault", ending::crash, "signal 11 (Segmentation fault) at address (nil)");
    find("wrong_trap", ending::crash, "signal 4");
    find("wrong_division", ending::crash, "signal 8");
    find("wrong_stack_overflow", ending::crash, "signal 11");
  }

  void heap() {
    find("wrong_double_free", ending::double_free, "freed twice");
    find("wrong_free_inside", ending::double_free, "not allocated");
    find("wrong_free", ending::double_free, "stack");
    find("wrong_loaded_freed_twice", ending::double_free, "freed twice");
    find("wrong_loaded_free_inside", ending::double_free, "not allocated");
  }

  void misuse() {
    find("wrong_unlock", ending::misuse, "main.0 unlocks mutex 1, held by main, not by it");
    find("wrong_unlock_nobody", ending::misuse, "which nobody holds");
    find("wrong_wait_without_lock", ending::misuse, "without holding mutex 1");
    find("wrong_destroyed_with_waiter", ending::misuse, "destroyed with a waiter: condition variable 1");
    find("wrong_destroyed_locked", ending::misuse, "destroyed while locked: mutex 1, held by main");
    find("wrong_rwlock_unlock", ending::misuse, "unlocks rwlock 1");
    find("wrong_join_twice", ending::misuse, "join of main.0, which was joined before");
  }

  void exits() {
    find("wrong_exit", ending::exited, "exit(3)");
    find("wrong_quick_exit", ending::exited, "quick_exit(4)");
    find("wrong_immediate_exit", ending::exited, "_exit(5)");
  }

  void exit_handlers() {
    for (void (*const leave)(int) : {std::exit, std::quick_exit}) {
      const pid_t child = fork();
      CPPUNIT_ASSERT(child >= 0);
      if (child == 0) {
        if (!explore("registers_exit_handlers", {.executions = 20}).all_finished()) _exit(1);
        leave(0);
      }
      int status = 0;
      waitpid(child, &status, 0);
      CPPUNIT_ASSERT(WIFEXITED(status));
      CPPUNIT_ASSERT_EQUAL(0, WEXITSTATUS(status));
    }
  }

  void unsupported() {
    find("wrong_fork", ending::unsupported, "fork");
    find("wrong_real_poll", ending::unsupported, "poll of descriptor ");
    find("wrong_c11_mutex", ending::unsupported, "mtx_lock");
    find("wrong_cancel", ending::unsupported, "pthread_cancel");
    find("wrong_system", ending::unsupported, "system");
  }

  void good_executions_follow() {
    for (const char* name : {"wrong_leaves_a_mess", "wrong_uncaught", "wrong_deadlock", "wrong_stack_overflow",
                             "wrong_double_free", "wrong_loaded_freed_twice", "wrong_livelock", "wrong_noexcept"}) {
      request r{.executions = 20};
      r.settings.max_steps = 500;
      CPPUNIT_ASSERT_MESSAGE(name, explore(name, r).first.has_value());
      for (const char* good : {"thread_locals", "mutex_excludes", "exception_in_flight_across_switches",
                               "promise_and_future", "stream_formatting", "loaded_changes", "loaded_given_back"})
        CPPUNIT_ASSERT_MESSAGE(std::string(good) + " after " + name, explore(good, {.executions = 200}).all_finished());
    }
    // It keeps showing its bug, and finishes where it has none.
    const exploration mixed = explore("wrong_leaves_a_mess", {.executions = 1000});
    CPPUNIT_ASSERT(mixed.count(ending::crash) > 50 && mixed.count(ending::finished) > 50);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1000}, mixed.count(ending::crash) + mixed.count(ending::finished));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(endings_test);

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <atomic>
#include <barrier>
#include <chrono>

#include "selvage/async/auto_reset_event.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/wait.h"
#include "tests/stress/crowd.h"

namespace selvage::stress {
namespace {

using namespace async;

/// What the threads share is plain memory that only the events order, so that ThreadSanitizer judges EVT-32 too.
class events_stress : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(events_stress);
  CPPUNIT_TEST(ping_pong);
  CPPUNIT_TEST(ping_pong_with_signal_and_wait);
  CPPUNIT_TEST(an_auto_reset_event_is_a_lock);
  CPPUNIT_TEST(a_manual_reset_event_opens_for_all);
  CPPUNIT_TEST(wait_all_takes_both_forks);
  CPPUNIT_TEST(wait_any_takes_every_signal_once);
  CPPUNIT_TEST(a_close_strands_nobody);
  CPPUNIT_TEST_SUITE_END();

 public:
  void ping_pong() {
    constexpr int rounds = 10'000;
    auto_reset_event to(false);
    auto_reset_event back(false);
    int ball = 0;
    crowd other;
    other.add([&] {
      for (int i = 0; i < rounds; ++i) {
        to.wait();
        ++ball;
        back.set();
      }
    });
    int seen = 0;
    for (int i = 0; i < rounds; ++i) {
      to.set();
      back.wait();
      seen += ball == i + 1 ? 1 : 0;
    }
    other.join();
    CPPUNIT_ASSERT_EQUAL(rounds, seen);
  }

  void ping_pong_with_signal_and_wait() {
    constexpr int rounds = 10'000;
    auto_reset_event to(false);
    auto_reset_event back(false);
    int ball = 0;
    crowd other;
    other.add([&] {
      to.wait();
      for (int i = 1; i < rounds; ++i) {
        ++ball;
        signal_and_wait(back, to);
      }
      ++ball;
      back.set();
    });
    for (int i = 0; i < rounds; ++i) signal_and_wait(to, back);
    other.join();
    CPPUNIT_ASSERT_EQUAL(rounds, ball);
  }

  void an_auto_reset_event_is_a_lock() {
    constexpr int rounds = 5'000;
    constexpr int threads = 4;
    auto_reset_event turn(true);
    int count = 0;
    crowd all;
    for (int t = 0; t < threads; ++t) {
      all.add([&] {
        for (int i = 0; i < rounds; ++i) {
          turn.wait();
          ++count;
          turn.set();
        }
      });
    }
    all.join();
    CPPUNIT_ASSERT_EQUAL(threads * rounds, count);
  }

  void a_manual_reset_event_opens_for_all() {
    constexpr int rounds = 2'000;
    constexpr int threads = 3;
    manual_reset_event gate(false);
    std::barrier round_over(threads + 1);
    int payload = 0;
    std::atomic<int> right{0};
    crowd all;
    for (int t = 0; t < threads; ++t) {
      all.add([&] {
        for (int i = 0; i < rounds; ++i) {
          gate.wait();
          if (payload == i) ++right;
          round_over.arrive_and_wait();
          round_over.arrive_and_wait();
        }
      });
    }
    for (int i = 0; i < rounds; ++i) {
      payload = i;
      gate.set();
      round_over.arrive_and_wait();
      gate.reset();
      round_over.arrive_and_wait();
    }
    all.join();
    CPPUNIT_ASSERT_EQUAL(threads * rounds, right.load());
  }

  void wait_all_takes_both_forks() {
    constexpr int rounds = 2'000;
    constexpr std::size_t seats = 3;
    std::array<auto_reset_event, seats> forks{auto_reset_event(true), auto_reset_event(true), auto_reset_event(true)};
    std::array<int, seats> used{};
    crowd all;
    for (std::size_t seat = 0; seat < seats; ++seat) {
      all.add([&, seat] {
        const std::size_t left = seat;
        const std::size_t right = (seat + 1) % seats;
        const std::array<event_wait_handle*, 2> both{&forks.at(left), &forks.at(right)};
        for (int i = 0; i < rounds; ++i) {
          wait_all(both);
          ++used.at(left);
          ++used.at(right);
          forks.at(left).set();
          forks.at(right).set();
        }
      });
    }
    all.join();
    for (const int n : used) CPPUNIT_ASSERT_EQUAL(2 * rounds, n);
  }

  void wait_any_takes_every_signal_once() {
    constexpr int rounds = 3'000;
    std::array<auto_reset_event, 2> full{auto_reset_event(false), auto_reset_event(false)};
    std::array<auto_reset_event, 2> empty{auto_reset_event(true), auto_reset_event(true)};
    std::array<int, 2> slot{};
    crowd producers;
    for (std::size_t p = 0; p < 2; ++p) {
      producers.add([&, p] {
        for (int i = 1; i <= rounds; ++i) {
          empty.at(p).wait();
          slot.at(p) = i;
          full.at(p).set();
        }
      });
    }
    const std::array<event_wait_handle*, 2> either{&full[0], &full[1]};
    std::array<int, 2> last{};
    int in_order = 0;
    for (int i = 0; i < 2 * rounds; ++i) {
      const std::size_t p = wait_any(either);
      in_order += slot.at(p) == last.at(p) + 1 ? 1 : 0;
      last.at(p) = slot.at(p);
      empty.at(p).set();
    }
    producers.join();
    CPPUNIT_ASSERT_EQUAL(2 * rounds, in_order);
  }

  void a_close_strands_nobody() {
    constexpr int rounds = 500;
    for (int i = 0; i < rounds; ++i) {
      manual_reset_event event(false);
      std::atomic<int> done{0};
      crowd all;
      for (int t = 0; t < 2; ++t) {
        all.add([&] {
          try {
            event.wait();
          } catch (const object_disposed_error&) {
          }
          ++done;
        });
      }
      all.add([&] {
        try {
          event.set();
        } catch (const object_disposed_error&) {
        }
      });
      all.add([&] {
        while (done.load() == 0) std::this_thread::yield();
        event.close();
      });
      all.join();
      CPPUNIT_ASSERT_EQUAL(2, done.load());
      CPPUNIT_ASSERT(event.is_closed());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(events_stress);

}  // namespace
}  // namespace selvage::stress

// The litmus tests of the memory-model literature (Alglave, Maranget, Tautschnig: "Herding Cats", TOPLAS 2014), in
// <atomic>. What was read is reported as digits, in the order of the threads.

#include <atomic>
#include <mutex>
#include <thread>

#include "tests/programs/program.h"

namespace {

using order = std::memory_order;
constexpr auto relaxed = order::relaxed;
constexpr auto acquire = order::acquire;
constexpr auto release = order::release;
constexpr auto acq_rel = order::acq_rel;
constexpr auto sc = order::seq_cst;

template <class... F>
void together(F... f) {
  std::thread threads[] = {std::thread(f)...};
  for (std::thread& t : threads) t.join();
}

void no_fence() {}
template <order O>
void fence() {
  std::atomic_thread_fence(O);
}

template <order Store, order Load, void (*First)() = no_fence, void (*Second)() = no_fence>
long store_buffering() {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  int a = 0;
  int b = 0;
  together(
      [&] {
        x.store(1, Store);
        First();
        a = y.load(Load);
      },
      [&] {
        y.store(1, Store);
        Second();
        b = x.load(Load);
      });
  return 10 * a + b;
}

template <order Store, order Load, void (*Before)() = no_fence, void (*After)() = no_fence>
long message_passing() {
  std::atomic<int> data{0};
  std::atomic<int> flag{0};
  int a = 0;
  int b = 0;
  together(
      [&] {
        data.store(1, relaxed);
        Before();
        flag.store(1, Store);
      },
      [&] {
        a = flag.load(Load);
        After();
        b = data.load(relaxed);
      });
  return 10 * a + b;
}

/// A third thread changes the flag between the release and the acquire.
template <class F>
long message_passed_on(F change) {
  std::atomic<int> data{0};
  std::atomic<int> flag{0};
  int a = 0;
  int b = 0;
  together(
      [&] {
        data.store(1, relaxed);
        flag.store(1, release);
      },
      [&] { change(flag); },
      [&] {
        a = flag.load(acquire);
        b = data.load(relaxed);
      });
  return 10 * a + b;
}

/// Who acquires `Awaited` reads plain data; 1 is the release's value, 2 a relaxed store's that comes after or before.
template <int Awaited>
void guarded_data() {
  int data = 0;
  std::atomic<int> flag{0};
  together(
      [&] {
        data = 1;
        flag.store(1, release);
      },
      [&] { flag.store(2, relaxed); },
      [&] {
        if (flag.load(acquire) == Awaited) assert(data >= 0);
      });
}

template <order Store>
long write_to_read_causality() {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  int a = 0;
  int b = 0;
  int c = 0;
  together([&] { x.store(1, release); },
           [&] {
             a = x.load(acquire);
             y.store(1, Store);
           },
           [&] {
             b = y.load(acquire);
             c = x.load(relaxed);
           });
  return 100 * a + 10 * b + c;
}

template <order Store, order Load>
long independent_reads() {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  int a = 0;
  int b = 0;
  int c = 0;
  int d = 0;
  together([&] { x.store(1, Store); }, [&] { y.store(1, Store); },
           [&] {
             a = x.load(Load);
             b = y.load(Load);
           },
           [&] {
             c = y.load(Load);
             d = x.load(Load);
           });
  return 1000 * a + 100 * b + 10 * c + d;
}

}  // namespace

PROGRAM(litmus_sb_relaxed) { report(result, store_buffering<relaxed, relaxed>()); }
PROGRAM(litmus_sb_release_acquire) { report(result, store_buffering<release, acquire>()); }
PROGRAM(litmus_sb_sc) { report(result, store_buffering<sc, sc>()); }
PROGRAM(litmus_sb_sc_stores) { report(result, store_buffering<sc, relaxed>()); }
PROGRAM(litmus_sb_sc_fences) { report(result, (store_buffering<relaxed, relaxed, fence<sc>, fence<sc>>())); }
PROGRAM(litmus_sb_one_sc_fence) { report(result, (store_buffering<relaxed, relaxed, fence<sc>>())); }
PROGRAM(litmus_sb_acq_rel_fences) {
  report(result, (store_buffering<relaxed, relaxed, fence<acq_rel>, fence<acq_rel>>()));
}
// A fence on one side, sequentially consistent operations on the other.
PROGRAM(litmus_sb_fence_and_sc) {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  int a = 0;
  int b = 0;
  together(
      [&] {
        x.store(1, relaxed);
        fence<sc>();
        a = y.load(relaxed);
      },
      [&] {
        y.store(1, sc);
        b = x.load(sc);
      });
  report(result, 10 * a + b);
}

PROGRAM(litmus_mp_relaxed) { report(result, message_passing<relaxed, relaxed>()); }
PROGRAM(litmus_mp_release_acquire) { report(result, message_passing<release, acquire>()); }
PROGRAM(litmus_mp_release_only) { report(result, message_passing<release, relaxed>()); }
PROGRAM(litmus_mp_acquire_only) { report(result, message_passing<relaxed, acquire>()); }
PROGRAM(litmus_mp_fences) { report(result, (message_passing<relaxed, relaxed, fence<release>, fence<acquire>>())); }
PROGRAM(litmus_mp_release_fence_only) { report(result, (message_passing<relaxed, relaxed, fence<release>>())); }

PROGRAM(litmus_release_sequence) {
  report(result, message_passed_on([](std::atomic<int>& flag) { flag.fetch_add(1, relaxed); }));
}
// Since C++20 a plain store ends the sequence.
PROGRAM(litmus_release_sequence_ends) {
  report(result, message_passed_on([](std::atomic<int>& flag) { flag.store(2, relaxed); }));
}

PROGRAM(litmus_guarded_data) { guarded_data<1>(); }
PROGRAM(litmus_unguarded_data) { guarded_data<2>(); }

PROGRAM(litmus_wrc) { report(result, write_to_read_causality<release>()); }
PROGRAM(litmus_wrc_relaxed) { report(result, write_to_read_causality<relaxed>()); }
PROGRAM(litmus_iriw_acquire) { report(result, (independent_reads<release, acquire>())); }
PROGRAM(litmus_iriw_sc) { report(result, (independent_reads<sc, sc>())); }

PROGRAM(litmus_lb) {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  int a = 0;
  int b = 0;
  together(
      [&] {
        a = x.load(relaxed);
        y.store(1, relaxed);
      },
      [&] {
        b = y.load(relaxed);
        x.store(1, relaxed);
      });
  report(result, 10 * a + b);
}

PROGRAM(litmus_2_2w) {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  together(
      [&] {
        x.store(1, relaxed);
        y.store(2, relaxed);
      },
      [&] {
        y.store(1, relaxed);
        x.store(2, relaxed);
      });
  report(result, 10 * x.load(relaxed) + y.load(relaxed));
}

PROGRAM(litmus_coherence) {
  std::atomic<int> x{0};
  int a = 0;
  int b = 0;
  together(
      [&] {
        x.store(1, relaxed);
        x.store(2, relaxed);
      },
      [&] {
        a = x.load(relaxed);
        b = x.load(relaxed);
      });
  report(result, 10 * a + b);
}

// Who was told by another that read the new value cannot read the old one.
PROGRAM(litmus_coherence_across_threads) {
  std::atomic<int> x{0};
  std::atomic<int> told{0};
  int a = 0;
  int b = 0;
  int c = 0;
  together([&] { x.store(1, relaxed); },
           [&] {
             a = x.load(relaxed);
             told.store(1, release);
           },
           [&] {
             b = told.load(acquire);
             c = x.load(relaxed);
           });
  report(result, 100 * a + 10 * b + c);
}

PROGRAM(litmus_own_store) {
  std::atomic<int> x{0};
  int a = 0;
  together(
      [&] {
        x.store(1, relaxed);
        a = x.load(relaxed);
      },
      [&] { x.store(2, relaxed); });
  report(result, a);
}

PROGRAM(litmus_counter) {
  std::atomic<int> n{0};
  int a = 0;
  int b = 0;
  together([&] { a = n.fetch_add(1, relaxed); }, [&] { b = n.fetch_add(1, relaxed); });
  report(result, 100 * n.load(relaxed) + 10 * a + b);
}

// A compare-exchange that fails is a load; one that succeeds reads the newest value.
PROGRAM(litmus_failed_exchange) {
  std::atomic<int> data{0};
  std::atomic<int> flag{0};
  int a = 0;
  int b = 5;
  together(
      [&] {
        data.store(1, relaxed);
        flag.store(1, release);
      },
      [&] {
        a = flag.load(relaxed);
        data.compare_exchange_strong(b, 6, relaxed, relaxed);
      });
  report(result, 10 * a + b);
}

PROGRAM(litmus_join) {
  std::atomic<int> x{0};
  std::thread t([&] { x.store(1, relaxed); });
  t.join();
  report(result, x.load(relaxed));
}

PROGRAM(litmus_mutex) {
  std::atomic<int> x{0};
  std::mutex m;
  bool done = false;
  int a = 0;
  together(
      [&] {
        x.store(1, relaxed);
        const std::scoped_lock lock(m);
        done = true;
      },
      [&] {
        bool seen = false;
        {
          const std::scoped_lock lock(m);
          seen = done;
        }
        const int read = x.load(relaxed);
        a = seen ? 10 + read : read;
      });
  report(result, a);
}

// Old values are given three times in a row at most: the loop ends.
PROGRAM(litmus_spin) {
  std::atomic<bool> go{false};
  std::thread t([&] { go.store(true, relaxed); });
  while (!go.load(relaxed)) std::this_thread::yield();
  t.join();
}

// Each object begins with its own value, whatever stood there before.
PROGRAM(litmus_same_place) {
  for (int i = 1; i < 4; ++i) {
    std::atomic<int> x{10 * i};
    std::thread t([&] { x.store(10 * i + 1, relaxed); });
    const int seen = x.load(relaxed);
    assert(seen == 10 * i || seen == 10 * i + 1);
    t.join();
    auto* const y = new std::atomic<long>{i};
    assert(y->load(relaxed) == i);
    delete y;
  }
}

// <atomic>: every width, every operation.

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <type_traits>

#include "tests/programs/program.h"

namespace {

template <class T>
void every_integer_operation() {
  std::atomic<T> a{T{10}};
  assert(a.load(std::memory_order_acquire) == T{10});
  a.store(T{20}, std::memory_order_release);
  assert(a.exchange(T{30}) == T{20});
  assert(a.fetch_add(T{5}) == T{30});
  assert(a.fetch_sub(T{3}) == T{35});
  assert(a.fetch_and(T{0x18}) == T{32} && a == T{0});
  assert(a.fetch_or(T{0x41}) == T{0});
  assert(a.fetch_xor(T{0x03}) == T{0x41} && a == T{0x42});
  T expected{1};
  assert(!a.compare_exchange_strong(expected, T{2}) && expected == T{0x42});
  assert(a.compare_exchange_strong(expected, T{2}, std::memory_order_acq_rel, std::memory_order_relaxed));
  while (!a.compare_exchange_weak(expected, T{3})) {
  }
  assert(a == T{3});
  assert(++a == T{4} && a++ == T{4} && --a == T{4} && a-- == T{4});
  assert((a += T{7}) == T{10} && (a -= T{1}) == T{9} && (a |= T{6}) == T{15} && (a &= T{3}) == T{3} &&
         (a ^= T{1}) == T{2});
}

template <class T>
void shared_counter() {
  std::atomic<T> a{};
  const auto add = [&] {
    for (int i = 0; i < 3; ++i) a.fetch_add(T{1});
  };
  std::thread t(add);
  std::thread u(add);
  t.join();
  u.join();
  assert(a == T{6});
}

__extension__ using wide = unsigned __int128;

struct alignas(16) pair {
  std::uint64_t low;
  std::uint64_t high;
};

}  // namespace

PROGRAM(atomic_every_width) {
  every_integer_operation<std::int8_t>();
  every_integer_operation<std::uint8_t>();
  every_integer_operation<std::int16_t>();
  every_integer_operation<std::uint16_t>();
  every_integer_operation<std::int32_t>();
  every_integer_operation<std::uint32_t>();
  every_integer_operation<std::int64_t>();
  every_integer_operation<std::uint64_t>();
}

PROGRAM(atomic_counters) {
  shared_counter<std::uint8_t>();
  shared_counter<std::uint16_t>();
  shared_counter<std::uint32_t>();
  shared_counter<std::uint64_t>();
}

PROGRAM(atomic_sixteen_bytes) {
  wide word = 0;
  const auto add = [&] {
    for (int i = 0; i < 3; ++i) {
      wide seen = __atomic_load_n(&word, __ATOMIC_ACQUIRE);
      while (!__atomic_compare_exchange_n(&word, &seen, seen + ((wide{1} << 64) | 1), false, __ATOMIC_ACQ_REL,
                                          __ATOMIC_ACQUIRE)) {
      }
    }
  };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  assert(word == ((wide{6} << 64) | 6));
  __atomic_store_n(&word, 5, __ATOMIC_RELEASE);
  assert(__atomic_exchange_n(&word, 7, __ATOMIC_ACQ_REL) == 5);
  assert(__atomic_fetch_add(&word, 1, __ATOMIC_ACQ_REL) == 7);
}

PROGRAM(atomic_sixteen_byte_struct) {
  std::atomic<pair> p{pair{.low = 1, .high = 2}};
  std::thread t([&] {
    pair seen = p.load();
    while (!p.compare_exchange_weak(seen, {.low = seen.low + 1, .high = seen.high + 1})) {
    }
  });
  const pair seen = p.load();
  assert(seen.high == seen.low + 1);  // never half of a change
  t.join();
  assert(p.load().low == 2);
}

PROGRAM(atomic_bool_pointer_float) {
  std::atomic<bool> b{false};
  assert(!b.exchange(true));
  int cells[4] = {};
  std::atomic<int*> p{cells};
  assert(p.fetch_add(2) == cells && p == cells + 2 && --p == cells + 1);
  std::atomic<double> d{1.5};
  std::thread t([&] { d.fetch_add(1.0); });
  d += 0.25;
  t.join();
  assert(d == 2.75);
  std::atomic<float> f{1.0F};
  f -= 0.5F;
  assert(f == 0.5F);
}

PROGRAM(atomic_flag_spinlock) {
  std::atomic_flag flag;
  int n = 0;
  const auto work = [&] {
    while (flag.test_and_set(std::memory_order_acquire)) std::this_thread::yield();
    const int seen = n;
    std::this_thread::yield();
    n = seen + 1;
    flag.clear(std::memory_order_release);
  };
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
  assert(n == 2 && !flag.test());
}

PROGRAM(atomic_wait_notify) {
  std::atomic<int> n{0};
  std::thread t([&] {
    n.wait(0);
    assert(n == 1);
    n = 2;
    n.notify_all();
  });
  n = 1;
  n.notify_one();
  n.wait(1);
  assert(n == 2);
  t.join();
}

// Widths other than a futex's go through libstdc++'s table of proxies.
PROGRAM(atomic_wait_other_widths) {
  std::atomic<std::uint8_t> small{0};
  std::atomic<std::uint64_t> large{0};
  std::atomic_flag flag;
  std::thread t([&] {
    small.wait(0);
    large = 1;
    large.notify_one();
    flag.wait(false);
  });
  small = 1;
  small.notify_one();
  large.wait(0);
  flag.test_and_set();
  flag.notify_one();
  t.join();
}

PROGRAM(atomic_reference) {
  alignas(std::atomic_ref<long>::required_alignment) long n = 0;
  const auto add = [&] {
    const std::atomic_ref<long> a(n);
    for (int i = 0; i < 3; ++i) ++a;
  };
  std::thread t(add);
  std::thread u(add);
  t.join();
  u.join();
  assert(n == 6);
}

// Dekker's handshake: under sequential consistency one of the two sees the other.
PROGRAM(atomic_fences) {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  int seen_x = 0;
  int seen_y = 0;
  std::thread t([&] {
    x.store(1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    seen_y = y.load(std::memory_order_relaxed);
  });
  std::thread u([&] {
    y.store(1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    seen_x = x.load(std::memory_order_relaxed);
  });
  t.join();
  u.join();
  std::atomic_signal_fence(std::memory_order_seq_cst);
  assert(seen_x + seen_y >= 1);
  report(result, seen_x * 2 + seen_y);
}

PROGRAM(shared_ptr_counts) {
  static std::atomic<int> destroyed{0};
  struct tombstone {
    ~tombstone() { ++destroyed; }
  };
  {
    auto p = std::make_shared<tombstone>();
    const std::weak_ptr<tombstone> weak = p;
    std::thread a([p] { assert(p.use_count() >= 1); });
    std::thread b([weak] {
      if (const auto q = weak.lock()) assert(q.use_count() >= 1);
    });
    p.reset();
    a.join();
    b.join();
    assert(weak.expired());
  }
  assert(destroyed == 1);
}

PROGRAM(atomic_spin_without_yield) {
  std::atomic<bool> go{false};
  std::thread t([&] { go = true; });
  while (!go.load()) {
  }
  t.join();
}

// The benchmark family of concurrency testing: a few dozen lines and one bug each. What each of them does wrong is
// described in the SCTBench collection (Thomson, Donaldson, Betts, PPoPP 2014); the code is ours.

#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/programs/program.h"

namespace {

// The variables are plain: their races are the bugs. Volatile keeps the compiler from merging the accesses.
template <class T>
using shared = volatile T;

void join_all(std::vector<std::thread>& threads) {
  for (std::thread& t : threads) t.join();
}

}  // namespace

// The checker comes between the deposit and the withdrawal.
PROGRAM(bug_account) {
  std::mutex m;
  shared<int> balance = 0;
  shared<bool> deposited = false;
  shared<bool> withdrawn = false;
  std::thread deposit([&] {
    const std::lock_guard guard(m);
    balance = balance + 100;
    deposited = true;
  });
  std::thread withdraw([&] {
    const std::lock_guard guard(m);
    balance = balance - 40;
    withdrawn = true;
  });
  std::thread check([&] {
    const std::lock_guard guard(m);
    if (deposited && !withdrawn) assert(balance == 60);
  });
  deposit.join();
  withdraw.join();
  check.join();
}

// Works on a device that was stopped between the test of the flag and the work.
PROGRAM(bug_bluetooth_driver) {
  std::atomic<int> pending{1};
  std::atomic<bool> stopping{false};
  std::atomic<bool> stopped{false};
  const auto count_out = [&] {
    if (--pending == 0) stopped = true;
  };
  std::thread dispatcher([&] {
    if (stopping) return;
    ++pending;
    assert(!stopped);
    count_out();
  });
  stopping = true;
  count_out();
  dispatcher.join();
}

PROGRAM(bug_deadlock01) {
  std::mutex a;
  std::mutex b;
  int counter = 1;
  std::thread t([&] {
    const std::lock_guard first(a);
    const std::lock_guard second(b);
    ++counter;
  });
  std::thread u([&] {
    const std::lock_guard first(b);
    const std::lock_guard second(a);
    --counter;
  });
  t.join();
  u.join();
}

PROGRAM(bug_lazy01) {
  std::mutex m;
  int data = 0;
  std::thread a([&] {
    const std::lock_guard guard(m);
    ++data;
  });
  std::thread b([&] {
    const std::lock_guard guard(m);
    data += 2;
  });
  std::thread c([&] {
    const std::lock_guard guard(m);
    assert(data < 3);
  });
  a.join();
  b.join();
  c.join();
}

namespace {

void reorder(int setters) {
  shared<int> a = 0;
  shared<int> b = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < setters; ++i)
    threads.emplace_back([&] {
      a = 1;
      b = -1;
    });
  threads.emplace_back([&] {
    const int seen_a = a;
    const int seen_b = b;
    assert((seen_a == 0 && seen_b == 0) || (seen_a == 1 && seen_b == -1));
  });
  join_all(threads);
}

}  // namespace

PROGRAM(bug_reorder_3) { reorder(2); }
PROGRAM(bug_reorder_4) { reorder(3); }
PROGRAM(bug_reorder_5) { reorder(4); }
PROGRAM(bug_reorder_10) { reorder(9); }

// The emptiness test stands outside the lock that protects the top.
PROGRAM(bug_stack) {
  std::mutex m;
  std::atomic<int> top{0};
  std::array<int, 4> cells{};
  std::thread pusher([&] {
    for (int i = 0; i < 3; ++i) {
      const std::lock_guard guard(m);
      cells[static_cast<std::size_t>(top++)] = i;
    }
  });
  const auto pop = [&] {
    for (int i = 0; i < 2; ++i) {
      if (top == 0) continue;
      const std::lock_guard guard(m);
      assert(top > 0);
      --top;
    }
  };
  std::thread a(pop);
  std::thread b(pop);
  pusher.join();
  a.join();
  b.join();
}

PROGRAM(bug_token_ring) {
  std::mutex m;
  std::array<int, 4> x{1, 2, 3, 4};
  shared<bool> done[4] = {};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      const std::lock_guard guard(m);
      x[i] = x[(i + 3) % 4] + 1;
      done[i] = true;
    });
  threads.emplace_back([&] {
    const std::lock_guard guard(m);
    if (done[0] && done[1] && done[2] && done[3]) assert(x[0] + 3 == x[3]);
  });
  join_all(threads);
}

namespace {

// The reader comes between the two stages of a writer.
void two_stage(int writers) {
  std::mutex first;
  std::mutex second;
  int a = 0;
  int b = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < writers; ++i)
    threads.emplace_back([&] {
      {
        const std::lock_guard guard(first);
        a = 1;
      }
      const std::lock_guard guard(second);
      b = a + 1;
    });
  threads.emplace_back([&] {
    int seen = 0;
    {
      const std::lock_guard guard(first);
      if (a == 0) return;
      seen = a;
    }
    const std::lock_guard guard(second);
    assert(b == seen + 1);
  });
  join_all(threads);
}

void wrong_lock(int writers) {
  std::mutex a;
  std::mutex b;
  shared<int> data = 0;
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    const std::lock_guard guard(a);
    const int before = data;
    const int after = data;
    assert(before == after);
  });
  for (int i = 0; i < writers; ++i)
    threads.emplace_back([&] {
      const std::lock_guard guard(b);
      data = data + 1;
    });
  join_all(threads);
}

}  // namespace

PROGRAM(bug_twostage) { two_stage(1); }
PROGRAM(bug_twostage_20) { two_stage(19); }
PROGRAM(bug_wronglock) { wrong_lock(1); }
PROGRAM(bug_wronglock_3) { wrong_lock(3); }

// <thread>, thread_local, call_once.

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/programs/program.h"

PROGRAM(thread_join) {
  std::atomic<int> sum{0};
  std::vector<std::thread> threads;
  for (int i = 1; i <= 3; ++i) threads.emplace_back([&sum, i] { sum += i; });
  for (std::thread& t : threads) t.join();
  assert(sum == 6);
  assert(!threads[0].joinable());
}

PROGRAM(thread_ids) {
  const std::thread::id mine = std::this_thread::get_id();
  std::thread::id theirs[2];
  std::thread a([&] { theirs[0] = std::this_thread::get_id(); });
  std::thread b([&] { theirs[1] = std::this_thread::get_id(); });
  const std::thread::id handles[2] = {a.get_id(), b.get_id()};
  a.join();
  b.join();
  assert(theirs[0] == handles[0] && theirs[1] == handles[1]);
  assert(std::set<std::thread::id>({mine, theirs[0], theirs[1]}).size() == 3);
}

PROGRAM(thread_detach) {
  auto done = std::make_shared<std::atomic<bool>>(false);
  std::thread([done] { done->store(true); }).detach();
  while (!done->load()) std::this_thread::yield();
}

PROGRAM(thread_detach_outlives_body) {
  static std::atomic<int> started{0};
  assert(started == 0);  // globals begin anew in each execution
  std::thread([] { started.store(1); }).detach();
}

PROGRAM(thread_nested) {
  int deepest = 0;
  std::thread a([&] {
    std::thread b([&] {
      std::thread c([&] { deepest = 3; });
      c.join();
    });
    b.join();
  });
  a.join();
  assert(deepest == 3);
}

namespace {

std::atomic<int> alive{0};
std::atomic<int> ever{0};

struct counted {
  counted() {
    ++alive;
    ++ever;
  }
  ~counted() { --alive; }
  counted(const counted&) = delete;
  counted& operator=(const counted&) = delete;
  int value{7};
  std::string text = "a string long enough to live on the heap, not inside";
};

thread_local counted object;
thread_local int plain_local = 5;
thread_local int zero_local;

void use_locals(int by) {
  assert(object.value == 7 && plain_local == 5 && zero_local == 0);
  object.value += by;
  plain_local += by;
  zero_local += by;
  std::this_thread::yield();
  assert(object.value == 7 + by && plain_local == 5 + by && zero_local == by);
  assert(object.text.starts_with("a string"));
}

}  // namespace

PROGRAM(thread_locals) {
  assert(alive == 0 && ever == 0);
  std::thread a(use_locals, 1);
  std::thread b(use_locals, 2);
  use_locals(3);
  a.join();
  b.join();
  assert(ever == 3);
  assert(alive == 1);  // this thread's own is still there
}

PROGRAM(thread_local_destroyed_before_join_returns) {
  static std::atomic<int> destroyed{0};
  struct tombstone {
    int n{};
    ~tombstone() { destroyed += n; }
  };
  std::thread t([] {
    thread_local tombstone first;
    thread_local tombstone second;
    first.n = 1;
    second.n = 10;
  });
  t.join();
  assert(destroyed == 11);
}

PROGRAM(call_once_runs_once) {
  std::once_flag flag;
  std::atomic<int> calls{0};
  int value = 0;
  const auto work = [&] {
    std::call_once(flag, [&] {
      ++calls;
      value = 42;
    });
    assert(value == 42);
  };
  std::thread a(work);
  std::thread b(work);
  work();
  a.join();
  b.join();
  assert(calls == 1);
}

PROGRAM(call_once_exceptional) {
  std::once_flag flag;
  std::atomic<int> tries{0};
  std::atomic<int> failures{0};
  const auto work = [&] {
    try {
      std::call_once(flag, [&] {
        if (++tries == 1) throw 1;
      });
    } catch (int) {
      ++failures;
    }
  };
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
  work();
  assert(tries == 2 && failures == 1);
}

namespace {
struct lazily {
  std::string text;
  lazily() : text("made by the first thread that comes along, on the heap") { std::this_thread::yield(); }
};
lazily& instance() {
  static lazily l;
  return l;
}
}  // namespace

PROGRAM(static_local) {
  const lazily* seen[2] = {};
  std::thread a([&] { seen[0] = &instance(); });
  std::thread b([&] { seen[1] = &instance(); });
  a.join();
  b.join();
  assert(seen[0] == seen[1] && instance().text.starts_with("made by"));
}

PROGRAM(thread_many) {
  std::atomic<int> n{0};
  for (int round = 0; round < 10; ++round) {
    std::thread a([&] { ++n; });
    std::thread b([&] { ++n; });
    a.join();
    b.join();
  }
  assert(n == 20);
}

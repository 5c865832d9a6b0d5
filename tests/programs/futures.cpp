// <future>.

#include <future>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/programs/program.h"

using namespace std::chrono_literals;

PROGRAM(promise_and_future) {
  std::promise<std::string> p;
  std::future<std::string> f = p.get_future();
  std::thread t([&] { p.set_value("the value that another thread has promised"); });
  assert(f.get() == "the value that another thread has promised");
  t.join();
}

PROGRAM(future_exception) {
  std::promise<int> p;
  std::future<int> f = p.get_future();
  std::thread t([&] {
    try {
      throw std::runtime_error("thrown over there");
    } catch (...) {
      p.set_exception(std::current_exception());
    }
  });
  bool caught = false;
  try {
    f.get();
  } catch (const std::runtime_error& e) {
    caught = std::string(e.what()) == "thrown over there";
  }
  t.join();
  assert(caught);
}

PROGRAM(future_broken_promise) {
  std::future<int> f;
  std::thread t([p = std::promise<int>(), &f]() mutable { f = p.get_future(); });
  t.join();
  bool caught = false;
  try {
    f.get();
  } catch (const std::future_error& e) {
    caught = e.code() == std::future_errc::broken_promise;
  }
  assert(caught);
}

PROGRAM(future_async) {
  std::future<int> a = std::async(std::launch::async, [] { return 20; });
  std::future<int> b = std::async(std::launch::deferred, [] { return 22; });
  assert(a.get() + b.get() == 42);
  std::future<void> c = std::async(std::launch::async, [] { throw 5; });
  int thrown = 0;
  try {
    c.get();
  } catch (int n) {
    thrown = n;
  }
  assert(thrown == 5);
}

PROGRAM(future_packaged_task) {
  std::packaged_task<int(int)> task([](int n) { return n * 2; });
  std::future<int> f = task.get_future();
  std::thread t(std::move(task), 21);
  assert(f.get() == 42);
  t.join();
}

PROGRAM(future_shared_by_two) {
  std::promise<int> p;
  std::shared_future<int> f = p.get_future().share();
  int seen[2] = {};
  std::thread a([f, &seen] { seen[0] = f.get(); });
  std::thread b([f, &seen] { seen[1] = f.get(); });
  p.set_value(9);
  a.join();
  b.join();
  assert(seen[0] == 9 && seen[1] == 9);
}

PROGRAM(future_wait_for) {
  std::promise<void> p;
  std::future<void> f = p.get_future();
  std::thread t([&] { p.set_value(); });
  const bool ready = f.wait_for(2ms) == std::future_status::ready;
  t.join();
  assert(f.wait_for(0s) == std::future_status::ready);
  report(result, ready ? 1 : 0);
}

PROGRAM(future_at_thread_exit) {
  std::promise<int> p;
  std::future<int> f = p.get_future();
  std::thread t([&] { p.set_value_at_thread_exit(3); });
  assert(f.get() == 3);
  t.join();
}

PROGRAM(future_same_exception_twice) {
  std::promise<int> p;
  std::shared_future<int> f = p.get_future().share();
  int caught[2] = {};
  const auto get = [f, &caught](int i) {
    try {
      f.get();
    } catch (const std::logic_error&) {
      ++caught[i];
    }
  };
  std::thread a(get, 0);
  std::thread b(get, 1);
  p.set_exception(std::make_exception_ptr(std::logic_error("for both of them")));
  a.join();
  b.join();
  assert(caught[0] == 1 && caught[1] == 1);
}

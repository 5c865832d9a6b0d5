// Exceptions: each thread has its own in flight.

#include <atomic>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/programs/program.h"

PROGRAM(exception_each_thread_its_own) {
  const auto work = [](int me) {
    for (int i = 0; i < 2; ++i) {
      try {
        throw me * 10 + i;
      } catch (int n) {
        std::this_thread::yield();  // others throw and catch while this one is being handled
        assert(n == me * 10 + i);
        assert(std::current_exception() != nullptr);
      }
      assert(std::current_exception() == nullptr);
    }
  };
  std::thread a(work, 1);
  std::thread b(work, 2);
  work(3);
  a.join();
  b.join();
}

PROGRAM(exception_in_flight_across_switches) {
  struct guard {
    std::atomic<int>& seen;
    ~guard() {
      assert(std::uncaught_exceptions() == 1);
      std::this_thread::yield();
      assert(std::uncaught_exceptions() == 1);
      ++seen;
    }
  };
  std::atomic<int> seen{0};
  const auto work = [&] {
    assert(std::uncaught_exceptions() == 0);
    try {
      const guard g{seen};
      throw std::runtime_error("unwinding while the others run");
    } catch (const std::runtime_error& e) {
      assert(std::string(e.what()).ends_with("others run"));
    }
  };
  std::thread a(work);
  std::thread b(work);
  work();
  a.join();
  b.join();
  assert(seen == 3);
}

PROGRAM(exception_nested) {
  const auto work = [](int me) {
    try {
      try {
        throw me;
      } catch (int) {
        std::this_thread::yield();
        try {
          throw std::to_string(me);
        } catch (const std::string& s) {
          std::this_thread::yield();
          assert(s == std::to_string(me));
        }
        throw;
      }
    } catch (int n) {
      assert(n == me);
    }
  };
  std::thread a(work, 1);
  std::thread b(work, 2);
  a.join();
  b.join();
}

PROGRAM(exception_rethrown_elsewhere) {
  std::exception_ptr carried;
  std::thread t([&] {
    try {
      throw std::logic_error("carried over");
    } catch (...) {
      carried = std::current_exception();
    }
  });
  t.join();
  bool caught = false;
  try {
    std::rethrow_exception(carried);
  } catch (const std::logic_error&) {
    caught = true;
  }
  assert(caught);
}

PROGRAM(exception_with_nested) {
  bool inner = false;
  std::thread t([&] {
    try {
      try {
        throw std::runtime_error("inner");
      } catch (...) {
        std::throw_with_nested(std::runtime_error("outer"));
      }
    } catch (const std::runtime_error& e) {
      try {
        std::rethrow_if_nested(e);
      } catch (const std::runtime_error& n) {
        inner = std::string(n.what()) == "inner";
      }
    }
  });
  t.join();
  assert(inner);
}

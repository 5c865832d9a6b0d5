#include <exception>
#include <future>
#include <stdexcept>
#include <thread>
#include <type_traits>

#include "tests/subjects/promised.h"
#include "tests/subjects/std/future_library.h"

// A packaged task as an asynchronous operation, or, as `std-async`, the thread of std::async. Both have a shared future
// as the result, which gives its value as often as it is asked (APM-31).
namespace {

/// A completion runs the task on a std::jthread and is over when that thread is.
class packaged {
 public:
  std::future<int> get_future() { return task_.get_future(); }
  void set_value(int value) { run(value, false); }
  void fail() { run(0, true); }

 private:
  void run(int value, bool fails) {
    std::exception_ptr refused;
    std::jthread([&] {
      try {
        task_(value, fails);
      } catch (const std::future_error&) {
        refused = std::current_exception();
      }
    }).join();
    if (refused) std::rethrow_exception(refused);
  }

  std::packaged_task<int(int, bool)> task_{[](int value, bool fails) {
    if (fails) throw std::runtime_error("the operation failed");
    return value;
  }};
};

/// A completion tells the thread that std::async began what to return, and is over when that has ended.
class begun_by_async {
 public:
  begun_by_async() = default;
  begun_by_async(const begun_by_async&) = delete;
  begun_by_async& operator=(const begun_by_async&) = delete;
  /// A thread that still waits is told that nothing comes: the last future waits for its end.
  ~begun_by_async() { input_ = {}; }

  std::shared_future<int> get_future() { return outcome_; }
  void set_value(int value) {
    input_.set_value(value);
    outcome_.wait();
  }
  void fail() {
    input_.set_exception(std::make_exception_ptr(std::runtime_error("the operation failed")));
    outcome_.wait();
  }

 private:
  std::promise<int> input_;
  std::shared_future<int> outcome_ =
      std::async(std::launch::async, [told = input_.get_future()]() mutable { return told.get(); });
};

#ifdef SELVAGE_STD_ASYNC
using operation = begun_by_async;
constexpr auto* name = "std-async";
constexpr auto* description = "std::async";
#else
using operation = packaged;
constexpr auto* name = "std-task";
constexpr auto* description = "std::packaged_task on a std::jthread";
#endif

struct library : selvage::subjects::future_library {
  using promise = operation;
  static void fail(promise& p) { p.fail(); }
};

constexpr auto results = selvage::subjects::async_results_of<selvage::subjects::promised<library>>();

const auto version = selvage::subjects::library_version();

const auto standard = [] {
  auto s = selvage::subjects::described(name, version.c_str(), description);
  s.async_results = &results;
  s.lacks = SELVAGE_LACKS_CALLBACKS | SELVAGE_LACKS_FOREIGN_END;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(standard)

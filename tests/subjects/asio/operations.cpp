#include "tests/subjects/asio/operations.h"

#include <asio/async_result.hpp>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>
#include <atomic>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>

#include "tests/subjects/promised.h"
#include "tests/subjects/std/future_library.h"

namespace selvage::subjects {
namespace {

struct completed_already : std::exception {};

class initiated {
 public:
  initiated() = default;
  initiated(const initiated&) = delete;
  initiated& operator=(const initiated&) = delete;
  ~initiated() { delete handler_.load(); }

  std::shared_future<int> get_future() { return outcome_; }
  void set_value(int value) { complete(nullptr, value); }
  void fail() { complete(std::make_exception_ptr(std::runtime_error("the operation failed")), 0); }

 private:
  using signature = void(std::exception_ptr, int);

  /// A handler is called once, and gone then.
  struct handler_base {
    virtual ~handler_base() = default;
    virtual void call(std::exception_ptr error, int value) = 0;
  };
  template <class Handler>
  struct handler final : handler_base {
    explicit handler(Handler h) : handle(std::move(h)) {}
    void call(std::exception_ptr error, int value) override { handle(error, value); }
    Handler handle;
  };

  std::shared_future<int> initiate() {
    return asio::async_initiate<const asio::use_future_t<>&, signature>(
               [this](auto h) { handler_ = new handler<decltype(h)>(std::move(h)); }, asio::use_future)
        .share();
  }

  void complete(std::exception_ptr error, int value) {
    std::shared_ptr<handler_base> taken(handler_.exchange(nullptr));
    if (taken == nullptr) throw completed_already();
    asio::post(pool_, [taken = std::move(taken), error, value] { taken->call(error, value); });
    outcome_.wait();
  }

  std::atomic<handler_base*> handler_{nullptr};
  std::shared_future<int> outcome_ = initiate();
  asio::thread_pool pool_{1};
};

struct library : future_library {
  using promise = initiated;
  using already_satisfied = completed_already;
  static void fail(promise& p) { p.fail(); }
};

}  // namespace

const selvage_async_result_functions asio_operations = async_results_of<promised<library>>();

}  // namespace selvage::subjects

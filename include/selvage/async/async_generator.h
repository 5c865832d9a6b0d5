#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "selvage/async/manual_reset_value_task_source.h"
#include "selvage/async/value_task.h"

namespace selvage::async {

/// A sequence whose next element may take time: .NET's asynchronous enumerator. Returned by coroutines that `co_yield`
/// and `co_await`; the body begins with the first `move_next`.
///
/// Disposal (DSP-20 to DSP-22) ends it early: at a `co_yield` the body sees an exception of an unnamed type there, so that
/// its clean-up runs, also one that takes time. A body that catches everything must rethrow. Must be finished or
/// disposed of, or not have begun, before it is destroyed.
///
/// One thread at a time may use it.
template <class T>
class [[nodiscard]] async_generator {
 public:
  class promise_type;

  async_generator(async_generator&& other) noexcept : body_(std::exchange(other.body_, nullptr)) {}
  async_generator& operator=(async_generator&& other) noexcept {
    std::swap(body_, other.body_);
    return *this;
  }
  ~async_generator() {
    if (body_) body_.destroy();
  }

  /// Whether there is a further element, then to be had by `current`. The task throws what the body threw, and
  /// invalid_operation_error when the body is running.
  value_task<bool> move_next() {
    promise_type& p = body_.promise();
    if (p.at_ == place::finished) return false;
    if (p.at_ == place::running)
      return value_task<bool>::failed(std::make_exception_ptr(invalid_operation_error("the body is running")));
    return go_on();
  }

  /// The element that the last `move_next` came to.
  [[nodiscard]] T& current() noexcept { return *body_.promise().current_; }

  /// Ends the sequence: `move_next` says no from now on. Does nothing when it is over; before it has begun the body
  /// never runs; at a `co_yield` its clean-up runs, and what that throws is in the task. While the body runs, or waits
  /// for something, the task throws invalid_operation_error and nothing else happens.
  value_task<> dispose_async() {
    promise_type& p = body_.promise();
    switch (p.at_) {
      case place::finished:
        break;
      case place::not_begun:
        p.at_ = place::finished;
        break;
      case place::running:
        return value_task<>::failed(std::make_exception_ptr(invalid_operation_error("the body is running")));
      case place::at_yield:
        p.disposed_ = true;
        return over(go_on());
    }
    return {};
  }

 private:
  enum class place : char { not_begun, running, at_yield, finished };
  struct disposal {};

  explicit async_generator(std::coroutine_handle<promise_type> body) noexcept : body_(body) {}

  value_task<bool> go_on() {
    promise_type& p = body_.promise();
    p.at_ = place::running;
    p.step_.reset();
    auto step = p.step_.task();
    body_.resume();
    return step;
  }

  static value_task<> over(value_task<bool> last) { co_await last; }

  std::coroutine_handle<promise_type> body_;
};

template <class T>
class async_generator<T>::promise_type {
 public:
  async_generator get_return_object() noexcept {
    return async_generator(std::coroutine_handle<promise_type>::from_promise(*this));
  }
  std::suspend_always initial_suspend() const noexcept { return {}; }

  /// Tells the one who waits for the step; by then another may have begun.
  auto final_suspend() noexcept {
    struct ending {
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<promise_type> body) const noexcept {
        promise_type& p = body.promise();
        p.at_ = place::finished;
        p.current_.reset();
        if (p.failure_) {
          p.step_.set_exception(std::exchange(p.failure_, nullptr));
        } else {
          p.step_.set_result(false);
        }
      }
      void await_resume() const noexcept {}
    };
    return ending{};
  }

  template <class U>
  auto yield_value(U&& value) {
    if (disposed_) throw disposal();
    current_.emplace(std::forward<U>(value));
    struct yielding {
      promise_type& p;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<>) const {
        p.at_ = place::at_yield;
        p.step_.set_result(true);
      }
      void await_resume() const {
        if (p.disposed_) throw disposal();
      }
    };
    return yielding{*this};
  }

  void return_void() const noexcept {}
  void unhandled_exception() noexcept {
    try {
      throw;
    } catch (const disposal&) {
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

 private:
  friend async_generator;

  place at_{place::not_begun};
  bool disposed_{};
  std::optional<T> current_;
  std::exception_ptr failure_;
  manual_reset_value_task_source<bool> step_;
};

}  // namespace selvage::async

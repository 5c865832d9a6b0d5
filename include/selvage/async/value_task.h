#pragma once

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "selvage/async/error.h"

namespace selvage::async {

/// What runs when an operation completes. Whoever registers it keeps it alive until it has begun to run.
struct continuation {
  void (*run)(continuation& self) noexcept {};
  continuation* next{};  ///< for lists of those who wait
};

/// An operation that a value_task stands for. A token tells one use of the source from another, so that a stale task
/// is noticed: every function throws invalid_operation_error for a token that is not, or no longer, valid.
template <class T>
class value_task_source {
 public:
  [[nodiscard]] virtual bool is_completed(std::uint32_t token) const = 0;
  /// Runs `c` once, when the operation is over: perhaps before this returns, perhaps on another thread.
  virtual void on_completed(std::uint32_t token, continuation& c) = 0;
  /// The result, or the operation's exception. Throws invalid_operation_error when it is not over.
  virtual T get_result(std::uint32_t token) = 0;
  /// Nobody will ask for the result of this token any more.
  virtual void forget(std::uint32_t) noexcept {}

 protected:
  ~value_task_source() = default;
};

namespace detail {

struct nothing {};
template <class T>
using stored = std::conditional_t<std::is_void_v<T>, nothing, T>;

/// Blocks the calling thread until it is run.
class blocking_continuation : public continuation {
 public:
  blocking_continuation() noexcept;
  void wait() noexcept;

 private:
  std::atomic<std::uint32_t> over_{0};
};

[[noreturn]] void throw_consumed();
[[noreturn]] void throw_incomplete();
[[noreturn]] void throw_awaited();

template <class T>
class value_task_promise;

}  // namespace detail

/// The result of an operation that is perhaps over already. It is awaited once, in one way: by `co_await`, by `wait`,
/// or by `on_completed` and `result`; every second use throws invalid_operation_error (dotnet-behaviour F5). Of an
/// operation that is over when the task is made, the task holds the result itself: nothing is allocated.
///
/// Also the return type of coroutines, which begin to run when they are called.
///
/// One thread at a time may use a task.
template <class T = void>
class [[nodiscard]] value_task {
 public:
  using promise_type = detail::value_task_promise<T>;
  using value_type = detail::stored<T>;

  /// A void operation that has succeeded.
  value_task() noexcept
    requires std::is_void_v<T>
      : state_(std::in_place_index<1>) {}

  /// An operation that has succeeded with this result.
  template <class U = value_type>
    requires(!std::is_void_v<T> && std::is_convertible_v<U &&, value_type>)
  value_task(U&& value) : state_(std::in_place_index<1>, std::forward<U>(value)) {}

  /// The operation of a source, which must outlive the task's use.
  value_task(value_task_source<T>& source, std::uint32_t token) noexcept
      : state_(std::in_place_index<3>, pending{&source, token}) {}

  /// An operation that has failed.
  static value_task failed(std::exception_ptr error) noexcept {
    value_task t{consumed_tag{}};
    t.state_.template emplace<2>(std::move(error));
    return t;
  }

  value_task(value_task&& other) noexcept(std::is_nothrow_move_constructible_v<value_type>)
      : state_(std::exchange(other.state_, state{})), awaited_(std::exchange(other.awaited_, false)) {}
  value_task& operator=(value_task&& other) noexcept(std::is_nothrow_move_constructible_v<value_type>) {
    if (this != &other) {
      drop();
      state_ = std::exchange(other.state_, state{});
      awaited_ = std::exchange(other.awaited_, false);
    }
    return *this;
  }
  ~value_task() { drop(); }

  /// Throws invalid_operation_error when the result has been taken.
  [[nodiscard]] bool is_completed() const {
    if (state_.index() == 0) detail::throw_consumed();
    return state_.index() != 3 || std::get<3>(state_).source->is_completed(std::get<3>(state_).token);
  }

  /// Takes the result, or throws the operation's exception. Does not wait: throws invalid_operation_error when the
  /// operation is not over, or the result has been taken.
  T result() {
    if (!is_completed()) detail::throw_incomplete();
    return take();
  }

  /// Runs `c` once when the operation is over, perhaps at once. `c` lives until it runs. Throws
  /// invalid_operation_error for a second continuation, or when the result has been taken.
  void on_completed(continuation& c) {
    const bool over = is_completed();
    if (std::exchange(awaited_, true)) detail::throw_awaited();
    if (over) {
      c.run(c);
    } else {
      std::get<3>(state_).source->on_completed(std::get<3>(state_).token, c);
    }
  }

  /// Blocks until the operation is over; then as `result`.
  T wait() {
    if (!is_completed()) {
      detail::blocking_continuation c;
      on_completed(c);
      c.wait();
    }
    return take();
  }

  class awaiter;
  awaiter operator co_await() && { return awaiter(*this); }
  awaiter operator co_await() & { return awaiter(*this); }

 private:
  struct pending {
    value_task_source<T>* source{};
    std::uint32_t token{};
  };
  struct consumed_tag {};
  using state = std::variant<std::monostate, value_type, std::exception_ptr, pending>;

  explicit value_task(consumed_tag) noexcept {}

  void drop() noexcept {
    if (state_.index() == 3) std::get<3>(state_).source->forget(std::get<3>(state_).token);
    state_.template emplace<0>();
  }

  T take() {
    state mine = std::exchange(state_, state{});
    switch (mine.index()) {
      case 1:
        if constexpr (std::is_void_v<T>) {
          return;
        } else {
          return std::get<1>(std::move(mine));
        }
      case 2:
        std::rethrow_exception(std::get<2>(mine));
      default: {
        const pending p = std::get<3>(mine);
        const struct forget {
          pending of;
          ~forget() { of.source->forget(of.token); }
        } at_end{p};
        return p.source->get_result(p.token);
      }
    }
  }

  state state_;
  bool awaited_{};
};

template <class T>
class value_task<T>::awaiter : public continuation {
 public:
  explicit awaiter(value_task& task) noexcept : task_(task) {}
  awaiter(const awaiter&) = delete;

  bool await_ready() const { return task_.is_completed(); }
  void await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    run = [](continuation& self) noexcept { static_cast<awaiter&>(self).waiting_.resume(); };
    task_.on_completed(*this);
  }
  T await_resume() { return task_.take(); }

 private:
  value_task& task_;
  std::coroutine_handle<> waiting_;
};

namespace detail {

/// The list of those who wait for one thing, and whether it has happened. Every function may be called at any time.
class waiters {
 public:
  [[nodiscard]] bool completed() const noexcept;
  /// False, and `c` is not registered, when it has happened.
  [[nodiscard]] bool add(continuation& c) noexcept;
  /// It has happened: runs everyone who waits, in order. `this` is not touched once the first has run.
  void complete() noexcept;

 private:
  std::atomic<continuation*> head_{nullptr};
};

/// Result and end of a coroutine: the frame is the source, and goes when both the coroutine and its task are over.
template <class T>
class value_task_promise_base : public value_task_source<T> {
 public:
  using handle = std::coroutine_handle<value_task_promise<T>>;

  value_task<T> get_return_object() noexcept { return value_task<T>(*this, 0); }
  std::suspend_never initial_suspend() const noexcept { return {}; }
  auto final_suspend() const noexcept {
    struct ending {
      bool await_ready() const noexcept { return false; }
      void await_suspend(handle h) const noexcept {
        value_task_promise_base& self = h.promise();
        self.waiters_.complete();
        self.leave();
      }
      void await_resume() const noexcept {}
    };
    return ending{};
  }
  void unhandled_exception() noexcept { error_ = std::current_exception(); }

  [[nodiscard]] bool is_completed(std::uint32_t) const override { return waiters_.completed(); }
  void on_completed(std::uint32_t, continuation& c) override {
    if (!waiters_.add(c)) c.run(c);
  }
  void forget(std::uint32_t) noexcept override { leave(); }

 protected:
  ~value_task_promise_base() = default;

  void rethrow() const {
    if (!waiters_.completed()) throw_incomplete();
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void leave() noexcept {
    if (users_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      handle::from_promise(static_cast<value_task_promise<T>&>(*this)).destroy();
  }

  waiters waiters_;
  std::atomic<int> users_{2};  // the coroutine and its task
  std::exception_ptr error_;
};

template <class T>
class value_task_promise final : public value_task_promise_base<T> {
 public:
  template <class U>
  void return_value(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  T get_result(std::uint32_t) override {
    this->rethrow();
    return std::move(*value_);
  }

 private:
  std::optional<T> value_;
};

template <>
class value_task_promise<void> final : public value_task_promise_base<void> {
 public:
  void return_void() noexcept {}
  void get_result(std::uint32_t) override { rethrow(); }
};

}  // namespace detail
}  // namespace selvage::async

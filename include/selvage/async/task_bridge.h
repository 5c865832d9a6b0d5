#pragma once

#include <atomic>
#include <coroutine>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

#include "selvage/async/async_result.h"
#include "selvage/async/value_task.h"

namespace selvage::async {

namespace detail {

template <class Begin, class End>
class operation_awaiter {
 public:
  operation_awaiter(Begin begin, End end) : begin_(std::move(begin)), end_(std::move(end)) {}
  operation_awaiter(const operation_awaiter&) = delete;
  operation_awaiter& operator=(const operation_awaiter&) = delete;

  [[nodiscard]] bool await_ready() const noexcept { return false; }

  // Begin and callback meet: whoever comes second goes on, so that a completion inside Begin does not nest.
  bool await_suspend(std::coroutine_handle<> waiting) {
    waiting_ = waiting;
    begin_arguments arguments;
    arguments.callback = [this](const std::shared_ptr<async_result_base>& result) {
      result_ = result;
      if (met_.exchange(true, std::memory_order_acq_rel)) waiting_.resume();
    };
    (void)begin_(std::move(arguments));
    return !met_.exchange(true, std::memory_order_acq_rel);
  }

  decltype(auto) await_resume() { return end_(result_); }

 private:
  Begin begin_;
  End end_;
  std::coroutine_handle<> waiting_;
  std::shared_ptr<async_result_base> result_;
  std::atomic<bool> met_{false};
};

/// The owner of every operation that stands for a task.
inline constexpr char of_task = 0;

/// Completes a result when a task is over.
template <class T>
class task_operation : public continuation {
 public:
  static std::shared_ptr<async_result<T>> begin(value_task<T> task, begin_arguments arguments) {
    auto result = async_result<T>::begin(&of_task, std::move(arguments));
    if (task.is_completed()) {
      complete(*result, task, true);
      return result;
    }
    const auto mine = std::make_shared<task_operation>(std::move(task), result);
    mine->self_ = mine;
    mine->task_.on_completed(*mine);
    mine->inside_begin_ = false;
    return result;
  }

  task_operation(value_task<T> task, std::shared_ptr<async_result<T>> result)
      : task_(std::move(task)), result_(std::move(result)) {
    run = [](continuation& c) noexcept {
      const auto self = std::move(static_cast<task_operation&>(c).self_);
      // Read by the thread that begins alone.
      const bool synchronously = std::this_thread::get_id() == self->begun_by_ && self->inside_begin_;
      complete(*self->result_, self->task_, synchronously);
    };
  }

 private:
  static void complete(async_result<T>& result, value_task<T>& task, bool synchronously) {
    typename async_result<T>::value_type value{};
    try {
      if constexpr (std::is_void_v<T>) {
        task.result();
      } else {
        value = task.result();
      }
    } catch (...) {
      return result.set_exception(std::current_exception(), synchronously);
    }
    result.set_value(std::move(value), synchronously);
  }

  value_task<T> task_;
  std::shared_ptr<async_result<T>> result_;
  std::shared_ptr<task_operation> self_;
  const std::thread::id begun_by_{std::this_thread::get_id()};
  bool inside_begin_{true};
};

}  // namespace detail

/// What a coroutine awaits an operation by: `co_await await_operation(begin, end)` (APM-39). `begin(begin_arguments)`
/// begins it; `end(result)` ends it and gives the value, in the coroutine. What either throws is thrown where the
/// coroutine awaits. The coroutine goes on in the operation's callback, on the thread that completes it; at once,
/// without nesting, when that was inside Begin. The operation must complete: a coroutine that waits cannot be
/// destroyed.
template <class Begin, class End>
[[nodiscard]] auto await_operation(Begin begin, End end) {
  return detail::operation_awaiter<Begin, End>(std::move(begin), std::move(end));
}

/// A task, hence a coroutine, as an operation that is ended by end_task (APM-40). It has completed synchronously when
/// the task is over before this returns, and the callback has run inside. Otherwise the callback runs on the thread
/// that completes the task; an exception of it ends the process. Needs a T that can be made without arguments.
template <class T>
[[nodiscard]] std::shared_ptr<async_result<T>> begin_task(value_task<T> task, begin_arguments arguments = {}) {
  return detail::task_operation<T>::begin(std::move(task), std::move(arguments));
}

/// Ends an operation of begin_task: returns the task's value or throws its exception, and what async_result<T>::end
/// throws.
template <class T>
T end_task(const std::shared_ptr<async_result_base>& result) {
  return async_result<T>::end(&detail::of_task, result);
}

}  // namespace selvage::async

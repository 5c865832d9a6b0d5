#pragma once

#include <chrono>
#include <concepts>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include "selvage/async/begin_invoke.h"

namespace selvage::async {

/// An operation that a Begin and an End make up, as a future (APM-37). `begin(begin_arguments)` begins it,
/// `end(result)` ends it: called once, in the callback. What `begin` throws comes out of this call, and `end` is not
/// called then; what `end` returns or throws is in the future. Nobody need keep the future.
template <class Begin, class End>
  requires std::invocable<Begin&, begin_arguments>
[[nodiscard]] auto future_of(Begin begin, End end) {
  using value = std::invoke_result_t<End&, const std::shared_ptr<async_result_base>&>;
  const auto promise = std::make_shared<std::promise<value>>();
  begin_arguments arguments;
  arguments.callback = [promise, end = std::move(end)](const std::shared_ptr<async_result_base>& result) mutable {
    try {
      if constexpr (std::is_void_v<value>) {
        end(result);
        promise->set_value();
      } else {
        promise->set_value(end(result));
      }
    } catch (...) {
      promise->set_exception(std::current_exception());
    }
  };
  auto future = promise->get_future();
  (void)begin(std::move(arguments));
  return future;
}

namespace detail {
/// The owner of every operation that stands for a future.
inline constexpr char of_future = 0;
}  // namespace detail

/// A future as an operation, ended by end_future (APM-38). A future that is ready completes it inside this call,
/// synchronously; for any other a thread of the executor waits, for a future cannot tell when it is. Throws
/// argument_error for a future without a state.
template <class T>
[[nodiscard]] std::shared_ptr<async_result<T>> begin_future(executor& on, std::future<T> future,
                                                            begin_arguments arguments = {}) {
  if (!future.valid()) throw argument_error("the future has no state");
  if (arguments.overflow == nullptr) arguments.overflow = &on;
  auto result = async_result<T>::begin(&detail::of_future, std::move(arguments));
  const auto complete = [](async_result<T>& r, std::future<T>& f, bool synchronously) {
    typename async_result<T>::value_type value{};
    try {
      if constexpr (std::is_void_v<T>) {
        f.get();
      } else {
        value = f.get();
      }
    } catch (...) {
      return r.set_exception(std::current_exception(), synchronously);
    }
    r.set_value(std::move(value), synchronously);
  };
  if (future.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
    complete(*result, future, true);
  } else {
    on.post(
        [result, complete, f = std::make_shared<std::future<T>>(std::move(future))] { complete(*result, *f, false); });
  }
  return result;
}

/// Runs a packaged task on the executor, as an operation ended by end_future. What the task throws is the operation's
/// own exception. The task's future must not have been taken.
template <class T>
[[nodiscard]] std::shared_ptr<async_result<T>> begin_packaged(executor& on, std::packaged_task<T()> task,
                                                              begin_arguments arguments = {}) {
  auto future = task.get_future();
  auto run = std::async(std::launch::deferred, [task = std::move(task), future = std::move(future)]() mutable {
    task();
    return future.get();
  });
  return begin_future<T>(on, std::move(run), std::move(arguments));
}

/// Ends an operation of begin_future or begin_packaged: as async_result<T>::end.
template <class T>
T end_future(const std::shared_ptr<async_result_base>& result) {
  return async_result<T>::end(&detail::of_future, result);
}

}  // namespace selvage::async

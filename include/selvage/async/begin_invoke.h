#pragma once

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "selvage/async/async_result.h"

namespace selvage::async {

namespace detail {
/// The owner of every call made by begin_invoke.
inline constexpr char invoked = 0;
}  // namespace detail

/// Calls `f` on the executor, and returns the result to end the call with: "calling synchronous methods asynchronously".
/// What `f` returns or throws comes out of end_invoke. Throws what the executor's post throws; nothing is called then.
/// The executor must outlive the call.
template <class F>
[[nodiscard]] auto begin_invoke(executor& on, F f, begin_arguments arguments = {}) {
  using value = std::invoke_result_t<F&>;
  if (arguments.overflow == nullptr) arguments.overflow = &on;
  auto result = async_result<value>::begin(&detail::invoked, std::move(arguments));
  on.post([result, f = std::move(f)]() mutable {
    std::exception_ptr failure;
    try {
      if constexpr (std::is_void_v<value>) {
        f();
      } else {
        typename async_result<value>::value_type v = f();
        result->set_value(std::move(v));
        return;
      }
    } catch (...) {
      if (result->is_completed()) throw;  // the callback's own
      failure = std::current_exception();
    }
    if (failure) {
      result->set_exception(std::move(failure));
    } else {
      result->set_value();
    }
  });
  return result;
}

/// Ends a call that begin_invoke began: as async_result<T>::end.
template <class T = void>
T end_invoke(const std::shared_ptr<async_result_base>& result) {
  return async_result<T>::end(&detail::invoked, result);
}

/// Likewise, with the type known.
template <class T>
T end_invoke(const std::shared_ptr<async_result<T>>& result) {
  return async_result<T>::end(&detail::invoked, result);
}

}  // namespace selvage::async

#pragma once

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "selvage/async/value_task.h"

namespace selvage::async {

namespace detail {
template <class Task>
struct task_value;
template <class T>
struct task_value<value_task<T>> {
  using type = T;
};
}  // namespace detail

/// Runs `body`, which returns a value_task, and then disposes of what `resource` points to: C#'s `await using` (DSP-16
/// to DSP-19). The task ends when the disposal is over, with what the body returned or threw; but what the disposal
/// throws replaces that. A null resource is skipped. `resource` is a pointer of any kind to what has a `dispose_async`;
/// one that owns is kept until then.
template <class Resource, class Body>
std::invoke_result_t<Body&> async_using(Resource resource, Body body) {
  using value = typename detail::task_value<std::invoke_result_t<Body&>>::type;
  std::optional<detail::stored<value>> result;
  std::exception_ptr failure;
  try {
    if constexpr (std::is_void_v<value>) {
      co_await body();
    } else {
      result.emplace(co_await body());
    }
  } catch (...) {
    failure = std::current_exception();
  }
  if (resource) co_await resource->dispose_async();
  if (failure) std::rethrow_exception(std::move(failure));
  if constexpr (!std::is_void_v<value>) co_return std::move(*result);
}

/// Several resources and then the body: disposed of in reverse, each also when the disposal of another fails; of
/// several exceptions the last one thrown comes out.
template <class First, class Second, class Third, class... Rest>
auto async_using(First first, Second second, Third third, Rest... rest) {
  return async_using(std::move(first),
                     [second = std::move(second), third = std::move(third), ... rest = std::move(rest)]() mutable {
                       return async_using(std::move(second), std::move(third), std::move(rest)...);
                     });
}

}  // namespace selvage::async

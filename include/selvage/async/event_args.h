#pragma once

#include <exception>
#include <optional>
#include <utility>

#include "selvage/async/async_operation.h"

namespace selvage::async {

/// What a completion tells: how an operation ended and under which token it ran. A value.
class async_completed_event_args {
 public:
  async_completed_event_args(std::exception_ptr error, bool cancelled, async_operation::token user_state) noexcept
      : error_(std::move(error)), cancelled_(cancelled), user_state_(user_state) {}

  /// Null when the operation did not fail.
  [[nodiscard]] const std::exception_ptr& error() const noexcept { return error_; }
  [[nodiscard]] bool cancelled() const noexcept { return cancelled_; }
  [[nodiscard]] async_operation::token user_state() const noexcept { return user_state_; }

  /// Throws the operation's own error when there is one (EAP-24), and invalid_operation_error when the operation was
  /// cancelled (EAP-21).
  void raise_if_necessary() const;

 private:
  std::exception_ptr error_;
  bool cancelled_;
  async_operation::token user_state_;
};

/// Likewise, of an operation with a result.
template <class T>
class completed_event_args : public async_completed_event_args {
 public:
  /// Of an operation that ended with a result.
  completed_event_args(T result, async_operation::token user_state)
      : async_completed_event_args(nullptr, false, user_state), result_(std::move(result)) {}
  /// Of one that failed, was cancelled, or both; `result` is what there is of one all the same.
  completed_event_args(std::exception_ptr error, bool cancelled, async_operation::token user_state,
                       std::optional<T> result = std::nullopt)
      : async_completed_event_args(std::move(error), cancelled, user_state), result_(std::move(result)) {}

  /// Throws as raise_if_necessary; std::bad_optional_access when there is none.
  [[nodiscard]] const T& result() const {
    raise_if_necessary();
    return result_.value();
  }

 private:
  std::optional<T> result_;
};

/// How far an operation is, and under which token it runs.
struct progress_changed_event_args {
  int percentage{};
  async_operation::token user_state{};
};

}  // namespace selvage::async

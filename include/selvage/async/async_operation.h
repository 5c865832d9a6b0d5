#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "selvage/async/synchronization_context.h"

namespace selvage::async {

/// One asynchronous operation of a component with events (spec/eap.md): what it posts runs on the context
/// that it was made with, and the context learns that it has started and, once, that it has completed.
///
/// Member functions may be called from any thread at any time. Destroying an operation that is not completed
/// completes it without a callback.
class async_operation {
 public:
  using token = const void*;

  /// Tells the context that an operation has started. Throws argument_error without a context, and what the
  /// context throws.
  async_operation(std::shared_ptr<synchronization_context> context, token user_supplied_state);
  ~async_operation();
  async_operation(const async_operation&) = delete;
  async_operation& operator=(const async_operation&) = delete;

  /// Runs `work` on the context. Throws invalid_operation_error when the operation is completed, argument_error when
  /// `work` is empty, and what the context throws.
  void post(std::function<void()> work);

  /// Completes the operation, then posts `work`, then tells the context that the operation has completed: also when
  /// the context could not post, whose exception is thrown on. Throws as `post`; the operation stays open when
  /// `work` is empty.
  void post_operation_completed(std::function<void()> work);

  /// Completes the operation without a callback. Throws invalid_operation_error when it is completed.
  void operation_completed();

  [[nodiscard]] token user_supplied_state() const noexcept { return token_; }
  [[nodiscard]] synchronization_context& context() const noexcept { return *context_; }

 private:
  void complete();

  std::shared_ptr<synchronization_context> context_;
  token token_;
  std::atomic<bool> completed_{false};
};

}  // namespace selvage::async

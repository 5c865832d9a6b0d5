#pragma once

#include <memory>

#include "selvage/async/async_operation.h"

namespace selvage::async {

/// Makes operations for components with events.
class async_operation_manager {
 public:
  /// An operation on the calling thread's current context; where there is none, a context that posts to a pool of the
  /// process becomes the thread's current one first. The token is the client's and comes back
  /// unchanged. Throws what the context throws when it is told that an operation has started.
  [[nodiscard]] static std::unique_ptr<async_operation> create_operation(async_operation::token user_supplied_state);
};

}  // namespace selvage::async

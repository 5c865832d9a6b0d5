#include "selvage/async/async_operation_manager.h"

#include "selvage/async/synchronization_context.h"

namespace selvage::async {

std::unique_ptr<async_operation> async_operation_manager::create_operation(async_operation::token user_supplied_state) {
  auto context = synchronization_context::current();
  if (context == nullptr) {
    context = std::make_shared<pool_context>();
    synchronization_context::set_current(context);
  }
  return std::make_unique<async_operation>(std::move(context), user_supplied_state);
}

}  // namespace selvage::async

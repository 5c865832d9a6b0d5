#include "selvage/async/async_operation.h"

#include <utility>

#include "selvage/async/error.h"

namespace selvage::async {
namespace {

[[noreturn]] void throw_completed() { throw invalid_operation_error("the operation is completed"); }

}  // namespace

async_operation::async_operation(std::shared_ptr<synchronization_context> context, token user_supplied_state)
    : context_(std::move(context)), token_(user_supplied_state) {
  if (context_ == nullptr) throw argument_error("an operation needs a context");
  context_->operation_started();
}

async_operation::~async_operation() {
  if (!completed_.load(std::memory_order_acquire)) context_->operation_completed();
}

void async_operation::post(std::function<void()> work) {
  if (completed_.load(std::memory_order_acquire)) throw_completed();
  if (!work) throw argument_error("there is nothing to post");
  const auto context = context_;  // what is posted may destroy the operation
  context->post(std::move(work));
}

void async_operation::post_operation_completed(std::function<void()> work) {
  if (completed_.load(std::memory_order_acquire)) throw_completed();
  if (!work) throw argument_error("there is nothing to post");
  complete();
  const auto context = context_;  // likewise
  const struct informs {
    synchronization_context& context;
    ~informs() { context.operation_completed(); }
  } at_end{*context};
  context->post(std::move(work));
}

void async_operation::operation_completed() {
  complete();
  context_->operation_completed();
}

void async_operation::complete() {
  if (completed_.exchange(true, std::memory_order_acq_rel)) throw_completed();
}

}  // namespace selvage::async

#include "selvage/async/event_args.h"

#include "selvage/async/error.h"

namespace selvage::async {

void async_completed_event_args::raise_if_necessary() const {
  if (error_ != nullptr) std::rethrow_exception(error_);
  if (cancelled_) throw invalid_operation_error("the operation was cancelled");
}

}  // namespace selvage::async

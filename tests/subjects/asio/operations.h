#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// An asynchronous operation of Asio's, begun with use_future: Begin stores the completion handler, a completion posts
/// it to a thread_pool with the outcome, and is over when the pool has called it.
extern const selvage_async_result_functions asio_operations;

}  // namespace selvage::subjects

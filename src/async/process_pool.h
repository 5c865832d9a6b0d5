#pragma once

#include "selvage/async/thread_pool.h"

namespace selvage::async::detail {

/// The pool of the process, made when it is first asked for.
[[nodiscard]] thread_pool& process_pool();

}  // namespace selvage::async::detail

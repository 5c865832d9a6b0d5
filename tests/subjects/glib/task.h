#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// GTask as an asynchronous operation. Its callback runs in a main loop, whose thread is the operation's own; an End is
/// a finish function, which a caller may call once it has been called back, and so waits for that.
[[nodiscard]] const selvage_async_result_functions& glib_tasks() noexcept;

}  // namespace selvage::subjects

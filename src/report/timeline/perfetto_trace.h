#pragma once

#include <string>

#include "src/report/timeline/timeline.h"

namespace selvage::report {

/// An execution as trace events (the JSON format of Chrome's tracing, which Perfetto opens): a track a thread, a slice
/// an operation, slices for calls, waits and what is held, and flow arrows for wake-ups. A step lasts a millisecond:
/// there is no other time in an execution.
[[nodiscard]] std::string to_perfetto(const timeline& t);

}  // namespace selvage::report

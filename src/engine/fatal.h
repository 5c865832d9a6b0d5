#pragma once

namespace selvage::engine {

/// Makes fatal signals and std::terminate in controlled code end the execution instead of the process.
/// Handlers of the process are put back by `release_fatal`. Uncontrolled code keeps what it had.
void catch_fatal();
void release_fatal() noexcept;

}  // namespace selvage::engine

#pragma once

namespace selvage::engine {

/// Makes fatal signals and std::terminate in controlled code end the execution instead of the process.
/// Uncontrolled code keeps the handlers that the process had before the first call.
void catch_fatal();

}  // namespace selvage::engine

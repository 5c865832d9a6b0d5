#pragma once

#include "selvage/async/event_wait_handle.h"
#include "selvage/subject.h"

namespace selvage::subjects {

/// The reference's events behind the plain C interface.
extern const selvage_event_functions reference_events;

/// The handle behind what its `create` or `duplicate` returned.
[[nodiscard]] async::event_wait_handle& event_of(void* event) noexcept;

}  // namespace selvage::subjects

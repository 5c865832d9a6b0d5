#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// The reference's events behind the plain C interface.
extern const selvage_event_functions reference_events;

}  // namespace selvage::subjects

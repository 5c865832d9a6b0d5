#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// The reference's async_operation behind the plain C interface.
extern const selvage_event_based_functions reference_event_based;

}  // namespace selvage::subjects

#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// The reference's safe_handle behind the plain C interface.
extern const selvage_handle_functions reference_handles;

}  // namespace selvage::subjects

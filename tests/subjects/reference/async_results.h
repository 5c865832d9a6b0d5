#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// The reference's async_result behind the plain C interface.
extern const selvage_async_result_functions reference_async_results;

}  // namespace selvage::subjects

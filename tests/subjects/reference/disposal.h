#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// The reference's async_disposable behind the plain C interface.
extern const selvage_disposal_functions reference_disposal;

}  // namespace selvage::subjects

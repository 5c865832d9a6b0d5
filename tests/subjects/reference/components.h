#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// The reference's components and background_worker behind the plain C interface.
extern const selvage_component_functions reference_components;

}  // namespace selvage::subjects

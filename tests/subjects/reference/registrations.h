#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// The reference's registered waits behind the plain C interface.
extern const selvage_registration_functions reference_registrations;

}  // namespace selvage::subjects

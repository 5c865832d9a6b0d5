#pragma once

#include <rapidcheck.h>

#include "src/check/subject/subject_library.h"
#include "src/program/program.h"

namespace selvage::check {

/// Programs of up to 4 threads, 5 operations each, over up to 3 objects, of operations that the subject can do,
/// weighted towards collisions of set, reset, close and wait. They shrink by `smaller_programs`.
[[nodiscard]] rc::Gen<program> arbitrary_program(const capabilities& can);

/// Programs of registered waits (src/check/registration_generator.h).
[[nodiscard]] rc::Gen<program> arbitrary_registrations(const capabilities& can);

/// For rapidcheck's messages.
void showValue(const program& p, std::ostream& out);

}  // namespace selvage::check

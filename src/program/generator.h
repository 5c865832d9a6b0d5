#pragma once

#include <cstdint>

#include "src/program/capabilities.h"
#include "src/program/generator_limits.h"
#include "src/program/program.h"

namespace selvage::check {

/// Program number `index` of a seed: a pure function of its arguments. Operations are weighted towards collisions of
/// set, reset, close and wait, and only those the subject can do are used. Throws subject_error when it can do
/// nothing.
[[nodiscard]] program generate_program(std::uint64_t seed, std::uint64_t index, const capabilities& can,
                                       const generator_limits& limits = {});

}  // namespace selvage::check

#pragma once

#include "src/check/capabilities.h"
#include "src/check/generator.h"
#include "src/check/random.h"

namespace selvage::check {

/// A program of one object with asynchronous disposal, weighted towards disposals with operations in flight. The
/// subject has such objects.
[[nodiscard]] program generate_disposal(random_source& random, const capabilities& can, const generator_limits& limits);

}  // namespace selvage::check

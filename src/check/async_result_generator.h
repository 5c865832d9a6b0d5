#pragma once

#include "src/check/capabilities.h"
#include "src/check/generator.h"
#include "src/check/random.h"

namespace selvage::check {

/// A program of one or two asynchronous operations, weighted towards collisions of completion, End and the wait handle.
/// Operations that have not begun are begun by the first thread, mostly. The subject has async results.
[[nodiscard]] program generate_async_results(random_source& random, const capabilities& can,
                                             const generator_limits& limits);

}  // namespace selvage::check

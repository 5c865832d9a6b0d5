#pragma once

#include "src/check/capabilities.h"
#include "src/check/generator.h"
#include "src/check/random.h"

namespace selvage::check {

/// A program of one operation with events, at most four threads that use it, and a callback that may. The subject has
/// operations with events.
[[nodiscard]] program generate_event_based(random_source& random, const capabilities& can,
                                           const generator_limits& limits);

/// A program of one or two tokens of a component, or of a background worker. The subject has components.
[[nodiscard]] program generate_component(random_source& random, const capabilities& can,
                                         const generator_limits& limits);

}  // namespace selvage::check

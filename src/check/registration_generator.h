#pragma once

#include "src/check/capabilities.h"
#include "src/check/generator.h"
#include "src/check/random.h"

namespace selvage::check {

/// A program of one or two registered waits, the events they are of and one to be set in the end, weighted towards
/// collisions of set and unregister. Every such program ends: what repeats is reset or unregistered by its callback.
/// The subject has registrations.
[[nodiscard]] program generate_registrations(random_source& random, const capabilities& can,
                                             const generator_limits& limits);

}  // namespace selvage::check

#pragma once

#include <memory>
#include <span>

#include "selvage/subject.h"
#include "src/program/capabilities.h"
#include "src/program/driver.h"
#include "src/program/family_guards.h"
#include "src/program/generator_limits.h"
#include "src/program/program.h"
#include "src/program/random.h"
#include "src/program/scenario.h"

namespace selvage::check {

[[nodiscard]] std::unique_ptr<driver> make_event_based_driver(const selvage_subject& subject);

/// A program of one operation with events, at most four threads that use it, and a callback that may. The subject has
/// operations with events.
[[nodiscard]] program generate_event_based(random_source& random, const capabilities& can,
                                           const generator_limits& limits);

[[nodiscard]] std::span<const scenario> event_based_scenarios() noexcept;

extern const family_guards event_based_guards;

}  // namespace selvage::check
